-- AlterTable
ALTER TABLE "ModerationCard" ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateIndex
CREATE INDEX "ModerationCard_chatId_status_idx" ON "ModerationCard"("chatId", "status");
