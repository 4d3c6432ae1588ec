import { contactAccess, contactCard, languageOf } from '@cars-bot/domain'
import type { NoticeModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import type { ComposedNotice } from './notice-message.js'
import { noticeTexts } from './texts.js'

/** The contacts a person wanted before paying, if access is still theirs and the listing still stands; counted as their request, once. */
export async function wantedContacts(app: App, { userId, postId }: NoticeModel): Promise<ComposedNotice> {
  if (postId === null) return { kind: 'nothing-to-say', reason: 'it names no post' }
  const now = app.now()
  const user = await app.db.user.findUniqueOrThrow({
    where: { id: userId },
    include: { subscriptions: { where: { isActive: true, plan: { not: 'FREE' }, startsAt: { lte: now }, endsAt: { gt: now } }, take: 1 } },
  })
  const access = contactAccess(user, user.subscriptions[0] ?? null, now)
  if (access.kind !== 'granted') return { kind: 'nothing-to-say', reason: `no access: ${access.kind}` }
  const post = await app.db.post.findUnique({
    where: { id: postId },
    include: { channel: true, car: true, sellerContact: true, deliveries: { where: { status: 'SENT' } } },
  })
  if (!post) return { kind: 'nothing-to-say', reason: 'its post is gone' }
  if (post.status !== 'PUBLISHED') return { kind: 'message', message: { html: noticeTexts[languageOf(user)].wantedIsGone([post.car?.brand, post.car?.model].filter(Boolean).join(' ') || '🚗') } }
  await app.db.contactRequest.createMany({ data: [{ userId, postId: post.id }], skipDuplicates: true })
  app.log.info('contacts handed out', { userId, postId: post.id, after: 'payment' })
  const { html, buttons } = contactCard(post, (ciphertext) => app.phones.decrypt(ciphertext), languageOf(user))
  return { kind: 'message', message: { html, keyboard: buttons, protectContent: true } }
}
