import type { Database } from '@cars-bot/platform'
import { moscowDay } from './cell-date.js'

export type DayCounts = {
  processed: number
  published: number
  newSubscribers: number
  activeSubscriptions: number
  contactRequests: number
  revenueKopecks: number
  modelCalls: number
  /** Of questions and answers, cached ones included. */
  modelTokens: number
  modelCachedTokens: number
  modelCostMicroUsd: number
}

type CountRow = { [Name in keyof DayCounts]: bigint }

/**
 * What happened between two moments, counted from the rows themselves. Active subscriptions are those at `until`; a new subscriber is a user
 * whose first period of access was made in that time. Revenue is what came through YooKassa; Stars are no roubles. The model's use is
 * counted by Moscow days: it is that of the day of `from`.
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
      (SELECT coalesce(sum("amountKopecks"), 0) FROM "Payment" WHERE status = 'SUCCEEDED' AND provider = 'YOOKASSA' AND "paidAt" >= ${from} AND "paidAt" < ${until}) AS "revenueKopecks",
      coalesce(sum(calls), 0) AS "modelCalls",
      coalesce(sum("promptTokens" + "completionTokens"), 0) AS "modelTokens",
      coalesce(sum("cachedTokens"), 0) AS "modelCachedTokens",
      coalesce(sum("costMicroUsd"), 0) AS "modelCostMicroUsd"
    FROM "AiUsage" WHERE day = ${moscowDay(from).day}::date`
  if (!row) throw new Error('the day was not counted')
  return {
    processed: Number(row.processed),
    published: Number(row.published),
    newSubscribers: Number(row.newSubscribers),
    activeSubscriptions: Number(row.activeSubscriptions),
    contactRequests: Number(row.contactRequests),
    revenueKopecks: Number(row.revenueKopecks),
    modelCalls: Number(row.modelCalls),
    modelTokens: Number(row.modelTokens),
    modelCachedTokens: Number(row.modelCachedTokens),
    modelCostMicroUsd: Number(row.modelCostMicroUsd),
  }
}
