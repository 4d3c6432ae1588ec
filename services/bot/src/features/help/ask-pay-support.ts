import type { UserModel } from '@cars-bot/platform'
import type { App } from '../../app.js'

const longestQuestion = 800

/** Has the user's open payments looked up again, and passes a question on to the owner; within an hour one user's further questions are counted, not repeated. */
export async function askPaySupport(app: App, { user, question }: { user: UserModel; question: string }): Promise<void> {
  const open = await app.db.payment.findMany({ where: { userId: user.id, status: 'PENDING', externalId: { not: null } }, select: { id: true }, take: 20 })
  for (const { id } of open) await app.jobs.enqueue('settlePayment', { paymentId: id }, { dedupeKey: `askPaySupport:${id}` })
  if (question === '') return
  const name = user.username === null ? `номер ${user.telegramId}` : `@${user.username}, номер ${user.telegramId}`
  await app.alerts.raise({
    level: 'WARNING',
    message: `Вопрос об оплате от ${name}, неоплаченных платежей: ${open.length}. ${question.slice(0, longestQuestion)}`,
    dedupeKey: `pay-support:${user.id}`,
  })
}
