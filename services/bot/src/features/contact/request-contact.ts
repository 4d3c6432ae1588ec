import { contactCard, contactDecision, type ContactCard, type Language, type PlanSettings } from '@cars-bot/domain'
import type { App } from '../../app.js'
import { countRequest } from './count-request.js'
import { loadRequest, type LoadedRequest } from './load-request.js'
import { spendFreeContact } from './spend-free-contact.js'

export type ContactOutcome =
  | { kind: 'listing-gone' }
  | { kind: 'blocked' }
  | { kind: 'daily-limit'; contactsPerDay: number }
  | { kind: 'subscription-required'; carName: string; plans: PlanSettings; trialDays: number }
  | { kind: 'granted'; card: ContactCard; isTaste: boolean }

type Listing = NonNullable<LoadedRequest['post']>
type State = LoadedRequest['state']
type Asked = { userId: string; publicId: string; language?: Language }

/**
 * What a person gets for the contact link of a listing. Numbers are decrypted only for those who may see them. The first time is counted as one request per user
 * and post; a person without access is remembered as wanting this listing, so that paying brings its contacts.
 */
export async function requestContact(app: App, { userId, publicId, language = 'ru' }: Asked): Promise<ContactOutcome> {
  const { post, state } = await loadRequest(app, { userId, publicId })
  const decision = post?.status === 'PUBLISHED' ? contactDecision(state) : ({ kind: 'listing-gone' } as const)
  if (decision.kind !== 'granted') app.log.info('contacts asked for', { userId, postId: post?.id ?? null, decision: decision.kind })
  if (post === null || decision.kind === 'listing-gone') return { kind: 'listing-gone' }
  switch (decision.kind) {
    case 'blocked':
      return { kind: 'blocked' }
    case 'daily-limit':
      return decision
    case 'subscription-required':
      return offer(app, { userId, post, plans: state.settings, trialDays: decision.trialDays })
    case 'granted': {
      const isTaste = decision.by === 'free-contact'
      if (isTaste && !(await spendFreeContact(app, { userId, postId: post.id, freeContacts: state.settings.freeContacts }))) {
        return offer(app, { userId, post, plans: state.settings, trialDays: state.user.trialStartedAt === null ? state.settings.trialDays : 0 })
      }
      return handOut(app, { userId, post, state, language, isTaste })
    }
  }
}

async function offer(app: App, { userId, post, plans, trialDays }: { userId: string; post: Listing; plans: PlanSettings; trialDays: number }): Promise<ContactOutcome> {
  await app.db.user.update({ where: { id: userId }, data: { wantedPostId: post.id } })
  return { kind: 'subscription-required', carName: [post.car?.brand, post.car?.model].filter(Boolean).join(' '), plans, trialDays }
}

async function handOut(app: App, { userId, post, state, language, isTaste }: { userId: string; post: Listing; state: State; language: Language; isTaste: boolean }): Promise<ContactOutcome> {
  const { contactsPerDay } = state.settings
  if (state.earlier === null && !isTaste && !(await countRequest(app, { userId, postId: post.id, contactsPerDay }))) {
    app.log.info('contacts asked for', { userId, postId: post.id, decision: 'daily-limit' })
    return { kind: 'daily-limit', contactsPerDay }
  }
  if (state.user.wantedPostId !== null) await app.db.user.update({ where: { id: userId }, data: { wantedPostId: null } })
  app.log.info('contacts handed out', { userId, postId: post.id, after: isTaste ? 'taste' : 'request' })
  return { kind: 'granted', card: contactCard(post, (ciphertext) => app.phones.decrypt(ciphertext), language), isTaste }
}
