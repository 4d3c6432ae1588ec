-- AlterTable
ALTER TABLE "ModerationCard" ADD COLUMN     "isDecider" BOOLEAN NOT NULL DEFAULT false;
