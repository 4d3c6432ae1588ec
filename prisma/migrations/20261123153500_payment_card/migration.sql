-- AlterTable
ALTER TABLE "Payment" ADD COLUMN     "cardMessageId" INTEGER;
