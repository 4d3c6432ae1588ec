import type { Database } from '@cars-bot/platform'

export type DayCounts = {
  processed: number
  published: number
  newSubscribers: number
  activeSubscriptions: number
  contactRequests: number
  revenueKopecks: number
}

type CountRow = { [Name in keyof DayCounts]: bigint }

/**
 * What happened between two moments, counted from the rows themselves. Active subscriptions are those at `until`; a new subscriber is a user
 * whose first period of access was made in that time. Revenue is what came through YooKassa; Stars are no roubles.
 */
export async function countDay(db: Database, from: Date, until: Date): Promise<DayCounts> {
  const [row] = await db.$queryRaw<CountRow[]>`
    SELECT
      (SELECT count(*) FROM "Post" WHERE "createdAt" >= ${from} AND "createdAt" < ${until} AND status NOT IN ('NEW', 'PROCESSING')) AS processed,
      (SELECT count(DISTINCT "postId") FROM "Delivery" WHERE "sentAt" >= ${from} AND "sentAt" < ${until}) AS published,
      (SELECT count(*) FROM (SELECT min("createdAt") AS first FROM "Subscription" WHERE plan <> 'FREE' GROUP BY "userId") firsts WHERE first >= ${from} AND first < ${until}) AS "newSubscribers",
      (SELECT count(DISTINCT "userId") FROM "Subscription"
        WHERE plan <> 'FREE' AND "startsAt" <= ${until} AND "endsAt" > ${until} AND ("isActive" OR "endsAt" <= now())) AS "activeSubscriptions",
      (SELECT count(*) FROM "ContactRequest" WHERE "createdAt" >= ${from} AND "createdAt" < ${until}) AS "contactRequests",
      (SELECT coalesce(sum("amountKopecks"), 0) FROM "Payment" WHERE status = 'SUCCEEDED' AND provider = 'YOOKASSA' AND "paidAt" >= ${from} AND "paidAt" < ${until}) AS "revenueKopecks"`
  if (!row) throw new Error('the day was not counted')
  return {
    processed: Number(row.processed),
    published: Number(row.published),
    newSubscribers: Number(row.newSubscribers),
    activeSubscriptions: Number(row.activeSubscriptions),
    contactRequests: Number(row.contactRequests),
    revenueKopecks: Number(row.revenueKopecks),
  }
}
