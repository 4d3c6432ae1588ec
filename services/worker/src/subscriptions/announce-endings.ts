import { tellAheadMs } from '@cars-bot/domain'
import type { NoticeKind } from '@cars-bot/platform'
import type { App } from '../app.js'
import { enqueueNotices } from '../notices/enqueue-notices.js'
import { eventKey } from '../notices/event-key.js'

const dayMs = 24 * 3_600_000
const batchSize = 1_000

/** How long before the end each is told, and how short a period may be to be told of at all: the end of a trial of three days is no news on its first. */
const announcements = [
  { kind: 'SUBSCRIPTION_ENDS_IN_3_DAYS', fromMs: dayMs, toMs: 3 * dayMs, leastLengthMs: 4 * dayMs },
  { kind: 'SUBSCRIPTION_ENDS_IN_1_DAY', fromMs: 0, toMs: dayMs, leastLengthMs: 2 * dayMs },
] as const

type Ending = { id: string; userId: string; endsAt: Date; hasRenewal: boolean }

/** Tells of endings to come and of charges ahead, each once per period and end. Who is renewed by itself is told of the charge instead. Safe to run twice. */
export async function announceEndings(app: App): Promise<void> {
  const now = app.now().getTime()
  for (const { kind, fromMs, toMs, leastLengthMs } of announcements) {
    const endings = await endingsWithin(app, { from: new Date(now + fromMs), to: new Date(now + toMs), leastLengthMs })
    await tell(app, kind, endings.filter(({ hasRenewal }) => !hasRenewal))
  }
  const charged = await endingsWithin(app, { from: new Date(now + dayMs), to: new Date(now + tellAheadMs), leastLengthMs: 0 })
  await tell(app, 'RENEWAL_AHEAD', charged.filter(({ hasRenewal }) => hasRenewal))
}

/** Periods that nothing follows. */
async function endingsWithin(app: App, { from, to, leastLengthMs }: { from: Date; to: Date; leastLengthMs: number }): Promise<Ending[]> {
  return app.db.$queryRaw<Ending[]>`
    SELECT s.id::text AS id, s."userId"::text AS "userId", s."endsAt", COALESCE(r."isEnabled", false) AS "hasRenewal"
    FROM "Subscription" s LEFT JOIN "AutoRenewal" r ON r."userId" = s."userId"
    WHERE s."isActive" AND s.plan <> 'FREE' AND s."endsAt" > ${from} AND s."endsAt" <= ${to}
      AND s."endsAt" - s."startsAt" >= make_interval(secs => ${leastLengthMs / 1_000})
      AND NOT EXISTS (SELECT 1 FROM "Subscription" n WHERE n."userId" = s."userId" AND n."isActive" AND n.plan <> 'FREE' AND n."endsAt" > s."endsAt")`
}

async function tell(app: App, kind: NoticeKind, endings: readonly Ending[]): Promise<void> {
  for (let from = 0; from < endings.length; from += batchSize) {
    const data = endings.slice(from, from + batchSize).map(({ id, userId, endsAt }) => ({ eventKey: eventKey(kind, `${id}:${endsAt.toISOString()}`), kind, userId, subscriptionId: id, statusChangedAt: app.now() }))
    const written = await app.db.notice.createManyAndReturn({ data, skipDuplicates: true, select: { id: true } })
    await enqueueNotices(app, written.map(({ id }) => id))
  }
}
