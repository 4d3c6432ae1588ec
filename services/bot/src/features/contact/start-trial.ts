import type { App } from '../../app.js'
import { loadSettings } from '../../load-settings.js'

export type StartedTrial = { kind: 'started'; endsAt: Date; wantedPublicId: string | null } | { kind: 'not-available' }

const dayMs = 24 * 60 * 60 * 1000

/**
 * The trial, once per person and never beside a subscription: only the run that notes its beginning grants the period. The listing that was wanted is
 * named, so that its contacts can be handed out at once.
 */
export async function startTrial(app: App, { userId }: { userId: string }): Promise<StartedTrial> {
  const { trialDays } = await loadSettings(app)
  if (trialDays === 0) return { kind: 'not-available' }
  const now = app.now()
  const endsAt = new Date(now.getTime() + trialDays * dayMs)
  const isStarted = await app.db.$transaction(async (tx) => {
    // The lock under which payments are granted too, so that no two periods are made side by side.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`periods:${userId}`}, 0))`
    const running = await tx.subscription.count({ where: { userId, isActive: true, plan: { not: 'FREE' }, endsAt: { gt: now } } })
    if (running > 0) return false
    const claimed = await tx.user.updateMany({ where: { id: userId, trialStartedAt: null, isBlocked: false }, data: { trialStartedAt: now } })
    if (claimed.count === 0) return false
    await tx.subscription.updateMany({ where: { userId, plan: 'FREE', isActive: true }, data: { isActive: false } })
    await tx.subscription.create({ data: { userId, plan: 'MONTHLY', source: 'TRIAL', startsAt: now, endsAt } })
    return true
  })
  if (!isStarted) return { kind: 'not-available' }
  app.log.info('trial started', { userId, trialDays })
  const { wantedPostId } = await app.db.user.findUniqueOrThrow({ where: { id: userId }, select: { wantedPostId: true } })
  const wanted = wantedPostId === null ? null : await app.db.post.findUnique({ where: { id: wantedPostId }, select: { publicId: true } })
  return { kind: 'started', endsAt, wantedPublicId: wanted?.publicId ?? null }
}
