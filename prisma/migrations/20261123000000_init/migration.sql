-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "ChannelStatus" AS ENUM ('PENDING', 'ACTIVE', 'JOIN_REQUESTED', 'UNAVAILABLE');

-- CreateEnum
CREATE TYPE "ProtectedContentPolicy" AS ENUM ('TEXT_ONLY', 'WITH_MEDIA', 'SKIP');

-- CreateEnum
CREATE TYPE "PostStatus" AS ENUM ('NEW', 'PROCESSING', 'READY', 'PUBLISHING', 'PUBLISHED', 'MODERATION', 'DUPLICATE', 'REJECTED', 'FAILED', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "PostMediaKind" AS ENUM ('PHOTO', 'VIDEO');

-- CreateEnum
CREATE TYPE "PostMediaStatus" AS ENUM ('PENDING', 'STORED', 'SKIPPED', 'FAILED', 'PURGED');

-- CreateEnum
CREATE TYPE "Transmission" AS ENUM ('AUTOMATIC', 'MANUAL', 'ROBOT', 'CVT');

-- CreateEnum
CREATE TYPE "AutotekaStatus" AS ENUM ('GREEN', 'HAS_ACCIDENTS');

-- CreateEnum
CREATE TYPE "DeliveryStatus" AS ENUM ('PENDING', 'SENDING', 'SENT', 'FAILED', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "Plan" AS ENUM ('FREE', 'MONTHLY', 'YEARLY');

-- CreateEnum
CREATE TYPE "SubscriptionSource" AS ENUM ('PAYMENT', 'SHEET', 'ADMIN');

-- CreateEnum
CREATE TYPE "PaymentProvider" AS ENUM ('YOOKASSA', 'STARS');

-- CreateEnum
CREATE TYPE "PaymentStatus" AS ENUM ('PENDING', 'SUCCEEDED', 'CANCELED');

-- CreateEnum
CREATE TYPE "NoticeKind" AS ENUM ('SUBSCRIPTION_STARTED', 'WANTED_CONTACTS', 'PAYMENT_CANCELED', 'SUBSCRIPTION_ENDED', 'SUBSCRIPTION_CHANGED');

-- CreateEnum
CREATE TYPE "NoticeStatus" AS ENUM ('PENDING', 'SENDING', 'SENT', 'SKIPPED');

-- CreateEnum
CREATE TYPE "LogLevel" AS ENUM ('INFO', 'WARNING', 'ERROR');

-- CreateTable
CREATE TABLE "Channel" (
    "id" SERIAL NOT NULL,
    "reference" TEXT NOT NULL,
    "telegramId" BIGINT,
    "accessHash" BIGINT,
    "sessionKeyId" TEXT,
    "username" TEXT,
    "title" TEXT,
    "isEnabled" BOOLEAN NOT NULL DEFAULT true,
    "status" "ChannelStatus" NOT NULL DEFAULT 'PENDING',
    "statusReason" TEXT,
    "isProtected" BOOLEAN NOT NULL DEFAULT false,
    "protectedContentPolicy" "ProtectedContentPolicy" NOT NULL DEFAULT 'TEXT_ONLY',
    "lastMessageId" INTEGER NOT NULL DEFAULT 0,
    "pts" INTEGER,
    "phoneCiphertext" BYTEA,
    "phoneHash" TEXT,
    "sellerTelegramUsername" TEXT,
    "keywords" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "nextAttemptAt" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "addedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Post" (
    "id" UUID NOT NULL,
    "publicId" TEXT NOT NULL,
    "channelId" INTEGER NOT NULL,
    "messageId" INTEGER NOT NULL,
    "messageIds" INTEGER[],
    "groupedId" BIGINT,
    "text" TEXT NOT NULL,
    "origin" JSONB NOT NULL,
    "postedAt" TIMESTAMPTZ(3) NOT NULL,
    "editedAt" TIMESTAMPTZ(3),
    "status" "PostStatus" NOT NULL DEFAULT 'NEW',
    "statusReason" TEXT,
    "statusChangedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "attemptToken" TEXT,
    "extractionSource" TEXT,
    "extraction" JSONB,
    "confidence" DOUBLE PRECISION,
    "aiTokens" INTEGER NOT NULL DEFAULT 0,
    "aiCostMicroUsd" INTEGER NOT NULL DEFAULT 0,
    "duplicateOfId" UUID,
    "fingerprint" TEXT,
    "hasSourceMedia" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Post_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PostMedia" (
    "id" UUID NOT NULL,
    "postId" UUID NOT NULL,
    "messageId" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" "PostMediaKind" NOT NULL,
    "status" "PostMediaStatus" NOT NULL DEFAULT 'PENDING',
    "statusReason" TEXT,
    "contentHash" TEXT,
    "sizeBytes" INTEGER,
    "mimeType" TEXT,
    "botFileId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PostMedia_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Car" (
    "id" UUID NOT NULL,
    "postId" UUID NOT NULL,
    "brand" TEXT,
    "model" TEXT,
    "year" INTEGER,
    "engineVolumeCc" INTEGER,
    "powerHp" INTEGER,
    "fuel" TEXT,
    "drive" TEXT,
    "transmission" "Transmission",
    "mileageKm" INTEGER,
    "owners" INTEGER,
    "autotekaStatus" "AutotekaStatus",
    "priceKopecks" BIGINT,
    "marketPriceKopecks" BIGINT,
    "priceJustification" TEXT,
    "city" TEXT,
    "equipment" TEXT,
    "description" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Car_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SellerContact" (
    "id" UUID NOT NULL,
    "postId" UUID NOT NULL,
    "phoneCiphertext" BYTEA,
    "phoneHash" TEXT,
    "telegramUsername" TEXT,
    "otherContacts" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SellerContact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" UUID NOT NULL,
    "postId" UUID NOT NULL,
    "chatId" BIGINT NOT NULL,
    "status" "DeliveryStatus" NOT NULL DEFAULT 'PENDING',
    "attemptToken" TEXT,
    "messageIds" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "withMedia" BOOLEAN NOT NULL DEFAULT false,
    "text" TEXT,
    "sentAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "telegramId" BIGINT NOT NULL,
    "username" TEXT,
    "firstName" TEXT,
    "languageCode" TEXT,
    "isBlocked" BOOLEAN NOT NULL DEFAULT false,
    "hasBlockedBot" BOOLEAN NOT NULL DEFAULT false,
    "wantedPostId" UUID,
    "registeredAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Subscription" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "plan" "Plan" NOT NULL,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3) NOT NULL,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "source" "SubscriptionSource" NOT NULL,
    "paymentId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Payment" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "provider" "PaymentProvider" NOT NULL,
    "plan" "Plan" NOT NULL,
    "amountKopecks" INTEGER NOT NULL,
    "amountStars" INTEGER,
    "durationDays" INTEGER NOT NULL,
    "status" "PaymentStatus" NOT NULL DEFAULT 'PENDING',
    "statusReason" TEXT,
    "idempotenceKey" TEXT NOT NULL,
    "externalId" TEXT,
    "confirmationUrl" TEXT,
    "confirmationEndsAt" TIMESTAMPTZ(3),
    "checkedAt" TIMESTAMPTZ(3),
    "paidAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ContactRequest" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "postId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ContactRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" UUID NOT NULL,
    "eventKey" TEXT NOT NULL,
    "kind" "NoticeKind" NOT NULL,
    "userId" UUID NOT NULL,
    "subscriptionId" UUID,
    "postId" UUID,
    "status" "NoticeStatus" NOT NULL DEFAULT 'PENDING',
    "statusReason" TEXT,
    "statusChangedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Setting" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "LogEvent" (
    "id" BIGSERIAL NOT NULL,
    "level" "LogLevel" NOT NULL,
    "component" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "dedupeKey" TEXT,
    "count" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "inSheetAt" TIMESTAMPTZ(3),

    CONSTRAINT "LogEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SheetSnapshot" (
    "sheet" TEXT NOT NULL,
    "rowKey" TEXT NOT NULL,
    "cells" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SheetSnapshot_pkey" PRIMARY KEY ("sheet","rowKey")
);

-- CreateTable
CREATE TABLE "DailyCounter" (
    "day" DATE NOT NULL,
    "name" TEXT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "DailyCounter_pkey" PRIMARY KEY ("day","name")
);

-- CreateTable
CREATE TABLE "Lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 1,
    "renewedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Lease_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "DeadLetter" (
    "id" UUID NOT NULL,
    "queue" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolvedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DeadLetter_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Channel_reference_key" ON "Channel"("reference");

-- CreateIndex
CREATE UNIQUE INDEX "Channel_telegramId_key" ON "Channel"("telegramId");

-- CreateIndex
CREATE UNIQUE INDEX "Post_publicId_key" ON "Post"("publicId");

-- CreateIndex
CREATE INDEX "Post_channelId_groupedId_idx" ON "Post"("channelId", "groupedId");

-- CreateIndex
CREATE INDEX "Post_status_statusChangedAt_idx" ON "Post"("status", "statusChangedAt");

-- CreateIndex
CREATE INDEX "Post_fingerprint_createdAt_idx" ON "Post"("fingerprint", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Post_channelId_messageId_key" ON "Post"("channelId", "messageId");

-- CreateIndex
CREATE INDEX "PostMedia_status_createdAt_idx" ON "PostMedia"("status", "createdAt");

-- CreateIndex
CREATE INDEX "PostMedia_contentHash_idx" ON "PostMedia"("contentHash");

-- CreateIndex
CREATE UNIQUE INDEX "PostMedia_postId_messageId_key" ON "PostMedia"("postId", "messageId");

-- CreateIndex
CREATE UNIQUE INDEX "Car_postId_key" ON "Car"("postId");

-- CreateIndex
CREATE INDEX "Car_brand_model_year_idx" ON "Car"("brand", "model", "year");

-- CreateIndex
CREATE UNIQUE INDEX "SellerContact_postId_key" ON "SellerContact"("postId");

-- CreateIndex
CREATE INDEX "SellerContact_phoneHash_idx" ON "SellerContact"("phoneHash");

-- CreateIndex
CREATE INDEX "Delivery_status_updatedAt_idx" ON "Delivery"("status", "updatedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_postId_chatId_key" ON "Delivery"("postId", "chatId");

-- CreateIndex
CREATE UNIQUE INDEX "User_telegramId_key" ON "User"("telegramId");

-- CreateIndex
CREATE UNIQUE INDEX "Subscription_paymentId_key" ON "Subscription"("paymentId");

-- CreateIndex
CREATE INDEX "Subscription_userId_endsAt_idx" ON "Subscription"("userId", "endsAt");

-- CreateIndex
CREATE INDEX "Subscription_isActive_endsAt_idx" ON "Subscription"("isActive", "endsAt");

-- CreateIndex
CREATE UNIQUE INDEX "Payment_idempotenceKey_key" ON "Payment"("idempotenceKey");

-- CreateIndex
CREATE UNIQUE INDEX "Payment_externalId_key" ON "Payment"("externalId");

-- CreateIndex
CREATE INDEX "Payment_userId_status_idx" ON "Payment"("userId", "status");

-- CreateIndex
CREATE INDEX "Payment_status_createdAt_idx" ON "Payment"("status", "createdAt");

-- CreateIndex
CREATE INDEX "ContactRequest_createdAt_idx" ON "ContactRequest"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "ContactRequest_userId_postId_key" ON "ContactRequest"("userId", "postId");

-- CreateIndex
CREATE UNIQUE INDEX "Notice_eventKey_key" ON "Notice"("eventKey");

-- CreateIndex
CREATE INDEX "Notice_status_statusChangedAt_idx" ON "Notice"("status", "statusChangedAt");

-- CreateIndex
CREATE INDEX "LogEvent_createdAt_idx" ON "LogEvent"("createdAt");

-- CreateIndex
CREATE INDEX "LogEvent_dedupeKey_createdAt_idx" ON "LogEvent"("dedupeKey", "createdAt");

-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "Channel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_duplicateOfId_fkey" FOREIGN KEY ("duplicateOfId") REFERENCES "Post"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PostMedia" ADD CONSTRAINT "PostMedia_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Car" ADD CONSTRAINT "Car_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SellerContact" ADD CONSTRAINT "SellerContact_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Subscription" ADD CONSTRAINT "Subscription_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Subscription" ADD CONSTRAINT "Subscription_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ContactRequest" ADD CONSTRAINT "ContactRequest_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ContactRequest" ADD CONSTRAINT "ContactRequest_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
