import { failureOf } from '@cars-bot/adapters/errors'
import { languageOf } from '@cars-bot/domain'
import type { NoticeModel, UserModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { noticeTexts } from './texts.js'

/**
 * The message with the link to pay says "paid" from now on, and has no buttons. An edit can be repeated without harm, so it is made before the notice, which can't: whatever a crash does to the
 * notice, the buyer sees what became of the money. A message that is gone or too old is left.
 */
export async function closePaymentCard(app: App, { kind, paymentId, user }: NoticeModel & { user: UserModel }): Promise<void> {
  if (kind !== 'SUBSCRIPTION_STARTED' || paymentId === null) return
  const { cardMessageId: messageId, durationDays } = await app.db.payment.findUniqueOrThrow({ where: { id: paymentId }, select: { cardMessageId: true, durationDays: true } })
  if (messageId === null) return
  try {
    await app.bot.editText({ chatId: user.telegramId, messageId, html: noticeTexts[languageOf(user)].paidCard(durationDays) })
  } catch (error) {
    if (failureOf(error).kind !== 'permanent') throw error
    app.log.info('message with the link to pay left as it is', { paymentId, error })
  }
}
