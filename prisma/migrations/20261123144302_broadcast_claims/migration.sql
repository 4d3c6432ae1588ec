-- AlterTable
ALTER TABLE "BroadcastRecipient" ADD COLUMN     "claimedAt" TIMESTAMPTZ(3);
