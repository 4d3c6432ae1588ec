-- AlterTable
ALTER TABLE "ContactRequest" ADD COLUMN     "isFree" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "lastSearch" TEXT;

-- CreateIndex
CREATE INDEX "Notice_userId_kind_createdAt_idx" ON "Notice"("userId", "kind", "createdAt");
