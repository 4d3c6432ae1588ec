import { setTimeout as delay } from 'node:timers/promises'
import type { BotUpdate } from '@cars-bot/adapters/bot-api'
import { languageOf } from '@cars-bot/domain'
import { inTime, recordStarCharge } from '@cars-bot/platform'
import type { App } from '../../app.js'
import { textsOf } from '../../texts/texts.js'
import { rememberUser } from '../../users/remember-user.js'
import { checkInvoice } from './check-invoice.js'

type Paid = Extract<BotUpdate, { kind: 'paid' }>

/** Telegram waits 10 s; what the database does not answer by then is refused, and no Stars are taken. */
const checkoutDeadlineMs = 7_000
const mostTries = 8
const firstPauseMs = 1_000

export async function answerCheckout(app: App, update: Extract<BotUpdate, { kind: 'pre-checkout' }>): Promise<void> {
  const texts = textsOf[languageOf({ language: null, languageCode: update.from.languageCode })]
  const refusal = await inTime(checkInvoice(app, update), checkoutDeadlineMs).catch((error: unknown) => {
    app.log.error('invoice not checked', { error })
    return 'fault' as const
  })
  await app.bot.answerPreCheckout({ queryId: update.queryId, refusal: refusal === null ? null : texts.checkoutRefusals[refusal] })
  app.log.info('invoice checked', { paymentId: update.payload, refusal })
}

/**
 * Notes that Stars came and has them settled. Tried for some minutes while the database is away; what is lost beyond that the sweep of open payments and the daily comparison with Telegram's
 * register bring back.
 */
export async function takeStars(app: App, update: Paid): Promise<void> {
  if (update.currency !== 'XTR') return app.log.error('payment in another currency', { chargeId: update.chargeId, currency: update.currency })
  const { chargeId, payload, amount: stars, isRenewal, from } = update
  const recorded = await persistently(app, async () => {
    await rememberUser(app, from)
    return recordStarCharge(app.db, { telegramId: from.telegramId, chargeId, payload, stars, isRenewal })
  })
  switch (recorded.kind) {
    case 'recorded':
    case 'known':
      return app.jobs.enqueue('settlePayment', { paymentId: recorded.paymentId }, { dedupeKey: `stars:${recorded.paymentId}` })
    case 'unknown-invoice':
    case 'other-amount':
      return app.alerts.raise({ level: 'ERROR', message: `Пришли звёзды, которых мы не ждали: ${stars} ⭐, платёж ${chargeId}. Верните их или продлите подписку вручную.`, dedupeKey: `stars-unknown:${chargeId}` })
  }
}

/** A refund made by us or elsewhere: the worker looks at the payment again. */
export async function takeStarRefund(app: App, { chargeId }: Extract<BotUpdate, { kind: 'refunded' }>): Promise<void> {
  const payment = await persistently(app, () => app.db.payment.findUnique({ where: { externalId: chargeId }, select: { id: true } }))
  if (payment) await app.jobs.enqueue('settleRefunds', { paymentId: payment.id })
}

async function persistently<T>(app: App, work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries === mostTries) throw error
      app.log.warn('payment of Stars not noted yet', { tries, error })
      await delay(firstPauseMs * 2 ** Math.min(tries - 1, 5), undefined, { ref: false })
    }
  }
}
