import { contactAccess, contactCard, type ContactCard, type PlanSettings } from '@cars-bot/domain'
import type { App } from '../../app.js'
import { loadPlanSettings } from '../../plans/load-plan-settings.js'

export type ContactOutcome =
  | { kind: 'listing-gone' }
  | { kind: 'blocked' }
  | { kind: 'subscription-required'; carName: string; plans: PlanSettings }
  | { kind: 'granted'; card: ContactCard }

/**
 * What a person gets for the contact link of a listing. Numbers are decrypted for a subscriber only. The first time is counted as one request per user and
 * post; a person without subscription is remembered as wanting this listing, so that paying brings its contacts.
 */
export async function requestContact(app: App, { userId, publicId }: { userId: string; publicId: string }): Promise<ContactOutcome> {
  const now = app.now()
  const post = await app.db.post.findUnique({
    where: { publicId },
    include: { channel: true, car: true, sellerContact: true, deliveries: { where: { status: 'SENT' } } },
  })
  if (post?.status !== 'PUBLISHED') return { kind: 'listing-gone' }
  const user = await app.db.user.findUniqueOrThrow({
    where: { id: userId },
    include: { subscriptions: { where: { isActive: true, plan: { not: 'FREE' }, startsAt: { lte: now }, endsAt: { gt: now } }, take: 1 } },
  })
  const access = contactAccess(user, user.subscriptions[0] ?? null, now)
  switch (access.kind) {
    case 'blocked':
      return { kind: 'blocked' }
    case 'subscription-required': {
      await app.db.user.update({ where: { id: userId }, data: { wantedPostId: post.id } })
      const carName = [post.car?.brand, post.car?.model].filter(Boolean).join(' ')
      return { kind: 'subscription-required', carName, plans: await loadPlanSettings(app) }
    }
    case 'granted': {
      await app.db.contactRequest.createMany({ data: [{ userId, postId: post.id }], skipDuplicates: true })
      if (user.wantedPostId !== null) await app.db.user.update({ where: { id: userId }, data: { wantedPostId: null } })
      app.log.info('contacts handed out', { userId, postId: post.id, after: 'request' })
      return { kind: 'granted', card: contactCard(post, (ciphertext) => app.phones.decrypt(ciphertext)) }
    }
  }
}
