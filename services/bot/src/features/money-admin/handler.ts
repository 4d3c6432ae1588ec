import { formatMoscowDate } from '@cars-bot/domain'
import { isUniqueViolation } from '@cars-bot/platform'
import type { App } from '../../app.js'
import type { CommandHandler, Feature, Reply } from '../../feature.js'
import type { Texts } from '../../texts/texts.js'
import { findUser } from './find-user.js'
import { giveDays } from './give-days.js'
import { parsePromo } from './parse-promo.js'
import { startRefund, type StartedRefund } from './start-refund.js'

const mostDays = 3_660
const shownPayments = 10

/** What an admin does with money, by typed commands. */
export const moneyAdminFeature: Feature = {
  commands: {
    gift: forAdmins(async (app, { user, texts }, argument) => {
      const [, who = '', days = ''] = /^(\S+)\s+(\d{1,4})$/.exec(argument) ?? []
      if (Number(days) < 1 || Number(days) > mostDays) return said(texts.giftHint)
      const given = await giveDays(app, { who, days: Number(days), adminId: user.telegramId })
      return said(given.kind === 'given' ? texts.giftGiven(given.endsAt) : texts.unknownUser)
    }),
    refund: forAdmins(async (app, { user, texts }, argument) => {
      const [, payment = '', rubles] = /^(\S+)(?:\s+(\d{1,6}(?:[.,]\d{1,2})?))?$/.exec(argument) ?? []
      if (payment === '') return said(texts.refundHint)
      if (/^@|^\d+$/.test(payment)) return said(await paymentsOf(app, texts, payment))
      const amountKopecks = rubles === undefined ? null : Math.round(Number(rubles.replace(',', '.')) * 100)
      return said(refundText(texts, await startRefund(app, { payment, amountKopecks, adminId: user.telegramId })))
    }),
    newpromo: forAdmins(async (app, { texts }, argument) => {
      const promo = parsePromo(argument)
      if (!promo) return said(texts.newPromoHint)
      try {
        await app.db.promoCode.create({ data: promo })
      } catch (error) {
        if (isUniqueViolation(error)) return said(texts.promoExists)
        throw error
      }
      return said(texts.promoMade(promo.code))
    }),
  },
  callbacks: [],
}

/** To everybody else there is no such command. */
function forAdmins(handle: CommandHandler): CommandHandler {
  return async (app, visit, argument) => (visit.isAdmin ? handle(app, visit, argument) : { kind: 'message', html: visit.texts.unknownText })
}

async function paymentsOf(app: App, texts: Texts, who: string): Promise<string> {
  const user = await findUser(app, who)
  if (!user) return texts.unknownUser
  const payments = await app.db.payment.findMany({ where: { userId: user.id, status: 'SUCCEEDED' }, orderBy: { paidAt: 'desc' }, take: shownPayments })
  return texts.paymentsOfUser(payments.map(({ id, amountKopecks, amountStars, paidAt }) => ({ id, amountKopecks, amountStars, day: paidAt ? formatMoscowDate(paidAt) : '' })))
}

function refundText(texts: Texts, refund: StartedRefund): string {
  switch (refund.kind) {
    case 'unknown-payment':
      return texts.unknownPayment
    case 'not-paid':
      return texts.notPaid
    case 'whole-only':
      return texts.wholeOnly
    case 'too-much':
      return texts.refundTooMuch(refund.restKopecks)
    case 'started':
      return texts.refundStarted
  }
}

function said(html: string): Reply {
  return { kind: 'message', html }
}
