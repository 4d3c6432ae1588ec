-- Two periods of one user can't overlap: the second writer is refused.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE "Subscription" ADD CONSTRAINT "Subscription_period_check" CHECK ("startsAt" < "endsAt");
ALTER TABLE "Subscription" ADD CONSTRAINT "Subscription_no_overlap"
  EXCLUDE USING gist ("userId" WITH =, tstzrange("startsAt", "endsAt") WITH &&) WHERE ("isActive");

-- A contact is at least one way to reach the seller, and a stored number always has its hash.
ALTER TABLE "SellerContact" ADD CONSTRAINT "SellerContact_phone_hash_check" CHECK (("phoneCiphertext" IS NULL) = ("phoneHash" IS NULL));
ALTER TABLE "Channel" ADD CONSTRAINT "Channel_phone_hash_check" CHECK (("phoneCiphertext" IS NULL) = ("phoneHash" IS NULL));

-- Only a message that is in our channel counts as sent.
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_sent_check" CHECK (status <> 'SENT' OR cardinality("messageIds") > 0);
