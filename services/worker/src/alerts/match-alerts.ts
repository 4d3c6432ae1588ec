import type { JobPayload } from '@cars-bot/platform'
import type { App } from '../app.js'
import { enqueueNotices } from '../notices/enqueue-notices.js'
import { loadSettings } from '../posts/load-settings.js'
import { gatherMatches } from './gather-matches.js'
import { matchingAlerts } from './matching-alerts.js'

/** People noted side by side: a car that many wait for is not to keep the last of them waiting, nor to take all connections. */
const atOnce = 4

/**
 * Tells the people whose saved searches a published listing answers. Each pair of alert and listing is noted once, so that a second run tells nobody again.
 */
export async function matchAlerts(app: App, { postId }: JobPayload<'matchAlerts'>): Promise<void> {
  const post = await app.db.post.findUnique({ where: { id: postId }, include: { car: true } })
  if (post?.status !== 'PUBLISHED' || !post.car) return
  const byUser = Map.groupBy(await matchingAlerts(app, post.car), ({ userId }) => userId)
  if (byUser.size === 0) return
  const { quietHours } = await loadSettings(app)
  const users = [...byUser]
  const tell = async ([userId, alerts]: (typeof users)[number]): Promise<void> => {
    const notice = await gatherMatches(app, { userId, postId, alertIds: alerts.map(({ alertId }) => alertId), quietHours })
    if (notice) await enqueueNotices(app, [notice.id], notice.notBefore)
  }
  for (let at = 0; at < users.length; at += atOnce) await Promise.all(users.slice(at, at + atOnce).map(tell))
  app.log.info('alerts matched', { postId, users: byUser.size })
}
