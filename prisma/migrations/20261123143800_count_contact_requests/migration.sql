-- Adds a request for contacts while the limit of the day is not reached, true when it stands. It is called behind a lock. A volatile function sees what was
-- committed before it began (postgresql.org/docs/current/xfunc-volatility.html), while the calling statement counts in the past before it waited for the lock.
CREATE FUNCTION add_contact_request(request_id UUID, user_id UUID, post_id UUID, asked_at TIMESTAMPTZ, day_start TIMESTAMPTZ, most_a_day INT) RETURNS BOOLEAN
LANGUAGE sql VOLATILE AS '
  WITH added AS (
    INSERT INTO "ContactRequest" (id, "userId", "postId", "createdAt")
    SELECT request_id, user_id, post_id, asked_at
    WHERE (SELECT count(*) FROM "ContactRequest" c WHERE c."userId" = user_id AND c."createdAt" >= day_start) < most_a_day
    ON CONFLICT ("userId", "postId") DO NOTHING
    RETURNING id)
  SELECT EXISTS (SELECT 1 FROM added) OR EXISTS (SELECT 1 FROM "ContactRequest" c WHERE c."userId" = user_id AND c."postId" = post_id)';
