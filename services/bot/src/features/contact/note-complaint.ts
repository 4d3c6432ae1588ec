import { carTitle, contactUrl } from '@cars-bot/domain'
import type { ComplaintKind } from '@cars-bot/platform'
import type { App } from '../../app.js'
import { loadSettings } from '../../load-settings.js'

export type NotedComplaint = { kind: 'noted' } | { kind: 'noted-before' } | { kind: 'not-opened' }

/**
 * What a reader says of a listing whose contacts they have opened; others may say nothing. Counted once per person and kind. As often as another so many
 * people have said so the owner is told.
 */
export async function noteComplaint(app: App, input: { userId: string; publicId: string; complaint: ComplaintKind }): Promise<NotedComplaint> {
  const { userId, publicId, complaint } = input
  const opened = await app.db.contactRequest.findFirst({ where: { userId, post: { publicId } }, select: { post: { select: { id: true, car: true } } } })
  if (!opened) return { kind: 'not-opened' }
  const { id: postId, car } = opened.post
  const added = await app.db.complaint.createMany({ data: [{ userId, postId, kind: complaint }], skipDuplicates: true })
  if (added.count === 0) return { kind: 'noted-before' }
  app.log.info('complaint noted', { userId, postId, complaint })
  const [count, { complaintsToAlert }] = await Promise.all([app.db.complaint.count({ where: { postId, kind: complaint } }), loadSettings(app)])
  if (count % complaintsToAlert === 0) {
    const said = complaint === 'SOLD' ? 'Читатели говорят, что машина продана' : 'Читатели жалуются на объявление'
    const message = `${said}: «${carTitle(car, 'ru')}», человек: ${count}. ${contactUrl(app.botUsername, publicId)}`
    await app.alerts.raise({ level: 'WARNING', message, dedupeKey: `complaints:${complaint}:${postId}:${count}` })
  }
  return { kind: 'noted' }
}
