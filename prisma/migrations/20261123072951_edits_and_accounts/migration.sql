-- CreateEnum
CREATE TYPE "WithdrawalReason" AS ENUM ('SOLD', 'DELETED', 'NO_AD');

-- CreateEnum
CREATE TYPE "ReadingAccountStatus" AS ENUM ('WORKING', 'PARKED');

-- AlterTable
ALTER TABLE "Car" ADD COLUMN     "previousPriceKopecks" BIGINT,
ADD COLUMN     "priceChangedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Channel" ADD COLUMN     "joinedAt" TIMESTAMPTZ(3),
ADD COLUMN     "postsCheckedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "editedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Post" ADD COLUMN     "editKinds" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "isWithdrawalHeld" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "readRevision" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "sourceDeletedAt" TIMESTAMPTZ(3),
ADD COLUMN     "withdrawalReason" "WithdrawalReason";

-- CreateTable
CREATE TABLE "ReadingAccount" (
    "sessionKeyId" TEXT NOT NULL,
    "telegramId" BIGINT,
    "status" "ReadingAccountStatus" NOT NULL DEFAULT 'WORKING',
    "statusCode" TEXT,
    "parkedAt" TIMESTAMPTZ(3),
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ReadingAccount_pkey" PRIMARY KEY ("sessionKeyId")
);

-- CreateTable
CREATE TABLE "FloodWait" (
    "sessionKeyId" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "endsAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "FloodWait_pkey" PRIMARY KEY ("sessionKeyId","method")
);

-- CreateIndex
CREATE INDEX "ReadingAccount_telegramId_idx" ON "ReadingAccount"("telegramId");
