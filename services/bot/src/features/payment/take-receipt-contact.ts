import { receiptContactOf } from '@cars-bot/domain'
import type { UserModel } from '@cars-bot/platform'
import type { App } from '../../app.js'
import { loadSettings } from '../../load-settings.js'
import { linkEndsAt } from './intended-payment.js'
import { openIntended, type OpenPayment, type PaymentWords } from './open-payment.js'

export type TakenContact = { kind: 'not-asked' } | { kind: 'taken' } | { kind: 'opened'; opened: OpenPayment } | { kind: 'provider-away' }

/**
 * Takes what a person writes as the address of receipts, when the shop sends any and the text is an e-mail or a phone; stored encrypted. The payment that waited for it is opened at once.
 * A later text changes the address; it goes with payments opened from then on.
 */
export async function takeReceiptContact(app: App, { user, text, words }: { user: UserModel; text: string; words: PaymentWords }): Promise<TakenContact> {
  const contact = receiptContactOf(text)
  if (!contact) return { kind: 'not-asked' }
  const settings = await loadSettings(app)
  if (settings.receiptVatCode === 0) return { kind: 'not-asked' }
  const plain = 'email' in contact ? contact.email : `+${contact.phone}`
  const known = await app.db.user.update({ where: { id: user.id }, data: { receiptContactCiphertext: app.phones.encrypt(plain) } })
  const waiting = await app.db.payment.findFirst({ where: { userId: user.id, provider: 'YOOKASSA', status: 'PENDING', externalId: null, isRenewal: false }, orderBy: { createdAt: 'desc' } })
  if (!waiting || linkEndsAt(waiting) <= app.now()) return { kind: 'taken' }
  const opened = await openIntended(app, { payment: waiting, user: known, settings, words })
  switch (opened.kind) {
    case 'open':
      return { kind: 'opened', opened }
    case 'contact-wanted':
    case 'refused':
    case 'provider-away':
      return { kind: 'provider-away' }
  }
}
