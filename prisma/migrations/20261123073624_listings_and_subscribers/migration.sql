-- CreateEnum
CREATE TYPE "ComplaintKind" AS ENUM ('COMPLAINT', 'SOLD');

-- CreateEnum
CREATE TYPE "PromoKind" AS ENUM ('PERCENT', 'FIXED', 'DAYS');

-- CreateEnum
CREATE TYPE "RefundStatus" AS ENUM ('PENDING', 'SUCCEEDED', 'CANCELED');

-- CreateEnum
CREATE TYPE "BroadcastAudience" AS ENUM ('ALL', 'SUBSCRIBERS', 'ENDED');

-- CreateEnum
CREATE TYPE "BroadcastStatus" AS ENUM ('DRAFT', 'SENDING', 'STOPPED', 'DONE');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "NoticeKind" ADD VALUE 'SUBSCRIPTION_ENDS_IN_3_DAYS';
ALTER TYPE "NoticeKind" ADD VALUE 'SUBSCRIPTION_ENDS_IN_1_DAY';
ALTER TYPE "NoticeKind" ADD VALUE 'SUBSCRIPTION_RENEWED';
ALTER TYPE "NoticeKind" ADD VALUE 'RENEWAL_AHEAD';
ALTER TYPE "NoticeKind" ADD VALUE 'RENEWAL_FAILED';
ALTER TYPE "NoticeKind" ADD VALUE 'PAYMENT_REFUNDED';
ALTER TYPE "NoticeKind" ADD VALUE 'REFERRAL_REWARDED';
ALTER TYPE "NoticeKind" ADD VALUE 'FAVOURITE_PRICE_DROPPED';
ALTER TYPE "NoticeKind" ADD VALUE 'FAVOURITE_SOLD';
ALTER TYPE "NoticeKind" ADD VALUE 'ALERT_MATCHES';

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "SubscriptionSource" ADD VALUE 'TRIAL';
ALTER TYPE "SubscriptionSource" ADD VALUE 'REFERRAL';
ALTER TYPE "SubscriptionSource" ADD VALUE 'PROMO';

-- AlterTable
ALTER TABLE "Car" ADD COLUMN     "plateHash" TEXT,
ADD COLUMN     "vinHash" TEXT;

-- AlterTable
ALTER TABLE "Channel" ADD COLUMN     "approvedInRow" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Notice" ADD COLUMN     "notBefore" TIMESTAMPTZ(3),
ADD COLUMN     "paymentId" UUID;

-- AlterTable
ALTER TABLE "Payment" ADD COLUMN     "fullAmountKopecks" INTEGER,
ADD COLUMN     "isRenewal" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "promoCodeId" UUID,
ADD COLUMN     "savesMethod" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Post" ADD COLUMN     "duplicateEvidence" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "isSplit" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "textHash" TEXT;

-- AlterTable
ALTER TABLE "PostMedia" ADD COLUMN     "perceptualHash" BIGINT;

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "alertsPausedAt" TIMESTAMPTZ(3),
ADD COLUMN     "freeContactsUsed" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "language" TEXT,
ADD COLUMN     "receiptContactCiphertext" BYTEA,
ADD COLUMN     "referralCode" TEXT,
ADD COLUMN     "referralRewardedAt" TIMESTAMPTZ(3),
ADD COLUMN     "referredById" UUID,
ADD COLUMN     "trialStartedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "ChannelPhrase" (
    "channelId" INTEGER NOT NULL,
    "lineHash" TEXT NOT NULL,
    "seenCount" INTEGER NOT NULL DEFAULT 1,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ChannelPhrase_pkey" PRIMARY KEY ("channelId","lineHash")
);

-- CreateTable
CREATE TABLE "AiUsage" (
    "day" DATE NOT NULL,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "promptTokens" INTEGER NOT NULL DEFAULT 0,
    "cachedTokens" INTEGER NOT NULL DEFAULT 0,
    "completionTokens" INTEGER NOT NULL DEFAULT 0,
    "costMicroUsd" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "AiUsage_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "ModerationCard" (
    "postId" UUID NOT NULL,
    "chatId" BIGINT NOT NULL,
    "messageIds" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "status" "DeliveryStatus" NOT NULL DEFAULT 'PENDING',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ModerationCard_pkey" PRIMARY KEY ("postId","chatId")
);

-- CreateTable
CREATE TABLE "Alert" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "brand" TEXT,
    "model" TEXT,
    "priceFromKopecks" BIGINT,
    "priceToKopecks" BIGINT,
    "yearFrom" INTEGER,
    "yearTo" INTEGER,
    "mileageToKm" INTEGER,
    "transmission" "Transmission",
    "city" TEXT,
    "words" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "isPaused" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AlertMatch" (
    "alertId" UUID NOT NULL,
    "postId" UUID NOT NULL,
    "noticeId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AlertMatch_pkey" PRIMARY KEY ("alertId","postId")
);

-- CreateTable
CREATE TABLE "Favourite" (
    "userId" UUID NOT NULL,
    "postId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Favourite_pkey" PRIMARY KEY ("userId","postId")
);

-- CreateTable
CREATE TABLE "Complaint" (
    "userId" UUID NOT NULL,
    "postId" UUID NOT NULL,
    "kind" "ComplaintKind" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Complaint_pkey" PRIMARY KEY ("userId","postId","kind")
);

-- CreateTable
CREATE TABLE "PromoCode" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "kind" "PromoKind" NOT NULL,
    "value" INTEGER NOT NULL,
    "usesLimit" INTEGER,
    "endsAt" TIMESTAMPTZ(3),
    "isEnabled" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PromoCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PromoUse" (
    "promoCodeId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PromoUse_pkey" PRIMARY KEY ("promoCodeId","userId")
);

-- CreateTable
CREATE TABLE "AutoRenewal" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "provider" "PaymentProvider" NOT NULL,
    "plan" "Plan" NOT NULL,
    "methodId" TEXT NOT NULL,
    "methodTitle" TEXT,
    "isEnabled" BOOLEAN NOT NULL DEFAULT true,
    "failedAttempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3),
    "consentedAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AutoRenewal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Refund" (
    "id" UUID NOT NULL,
    "paymentId" UUID NOT NULL,
    "amountKopecks" INTEGER NOT NULL,
    "amountStars" INTEGER,
    "status" "RefundStatus" NOT NULL DEFAULT 'PENDING',
    "statusReason" TEXT,
    "idempotenceKey" TEXT NOT NULL,
    "externalId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Refund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Broadcast" (
    "id" UUID NOT NULL,
    "html" TEXT NOT NULL,
    "audience" "BroadcastAudience" NOT NULL,
    "language" TEXT,
    "status" "BroadcastStatus" NOT NULL DEFAULT 'DRAFT',
    "adminTelegramId" BIGINT NOT NULL,
    "progressMessageId" INTEGER,
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Broadcast_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BroadcastRecipient" (
    "broadcastId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "status" "NoticeStatus" NOT NULL DEFAULT 'PENDING',
    "statusReason" TEXT,

    CONSTRAINT "BroadcastRecipient_pkey" PRIMARY KEY ("broadcastId","userId")
);

-- CreateIndex
CREATE INDEX "Alert_brand_model_idx" ON "Alert"("brand", "model");

-- CreateIndex
CREATE INDEX "Alert_userId_idx" ON "Alert"("userId");

-- CreateIndex
CREATE INDEX "AlertMatch_noticeId_idx" ON "AlertMatch"("noticeId");

-- CreateIndex
CREATE INDEX "Favourite_postId_idx" ON "Favourite"("postId");

-- CreateIndex
CREATE INDEX "Complaint_postId_kind_idx" ON "Complaint"("postId", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "PromoCode_code_key" ON "PromoCode"("code");

-- CreateIndex
CREATE UNIQUE INDEX "AutoRenewal_userId_key" ON "AutoRenewal"("userId");

-- CreateIndex
CREATE INDEX "AutoRenewal_isEnabled_nextAttemptAt_idx" ON "AutoRenewal"("isEnabled", "nextAttemptAt");

-- CreateIndex
CREATE UNIQUE INDEX "Refund_idempotenceKey_key" ON "Refund"("idempotenceKey");

-- CreateIndex
CREATE UNIQUE INDEX "Refund_externalId_key" ON "Refund"("externalId");

-- CreateIndex
CREATE INDEX "Refund_paymentId_idx" ON "Refund"("paymentId");

-- CreateIndex
CREATE INDEX "Refund_status_createdAt_idx" ON "Refund"("status", "createdAt");

-- CreateIndex
CREATE INDEX "Broadcast_status_idx" ON "Broadcast"("status");

-- CreateIndex
CREATE INDEX "BroadcastRecipient_broadcastId_status_idx" ON "BroadcastRecipient"("broadcastId", "status");

-- CreateIndex
CREATE INDEX "Car_vinHash_idx" ON "Car"("vinHash");

-- CreateIndex
CREATE INDEX "Car_plateHash_idx" ON "Car"("plateHash");

-- CreateIndex
CREATE INDEX "Post_textHash_createdAt_idx" ON "Post"("textHash", "createdAt");

-- CreateIndex
CREATE INDEX "Post_duplicateOfId_idx" ON "Post"("duplicateOfId");

-- CreateIndex
CREATE UNIQUE INDEX "User_referralCode_key" ON "User"("referralCode");

-- AddForeignKey
ALTER TABLE "ChannelPhrase" ADD CONSTRAINT "ChannelPhrase_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "Channel"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModerationCard" ADD CONSTRAINT "ModerationCard_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "User" ADD CONSTRAINT "User_referredById_fkey" FOREIGN KEY ("referredById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Alert" ADD CONSTRAINT "Alert_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AlertMatch" ADD CONSTRAINT "AlertMatch_alertId_fkey" FOREIGN KEY ("alertId") REFERENCES "Alert"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AlertMatch" ADD CONSTRAINT "AlertMatch_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Favourite" ADD CONSTRAINT "Favourite_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Favourite" ADD CONSTRAINT "Favourite_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Complaint" ADD CONSTRAINT "Complaint_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Complaint" ADD CONSTRAINT "Complaint_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PromoUse" ADD CONSTRAINT "PromoUse_promoCodeId_fkey" FOREIGN KEY ("promoCodeId") REFERENCES "PromoCode"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PromoUse" ADD CONSTRAINT "PromoUse_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AutoRenewal" ADD CONSTRAINT "AutoRenewal_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Refund" ADD CONSTRAINT "Refund_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_promoCodeId_fkey" FOREIGN KEY ("promoCodeId") REFERENCES "PromoCode"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BroadcastRecipient" ADD CONSTRAINT "BroadcastRecipient_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "Broadcast"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BroadcastRecipient" ADD CONSTRAINT "BroadcastRecipient_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
