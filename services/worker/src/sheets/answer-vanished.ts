import { plural } from '@cars-bot/domain'
import type { ChannelModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { deletedSourceText } from '../posts/texts.js'
import { requestWithdrawal } from '../posts/withdraw-post.js'
import type { VanishedAnswer } from './channel-row.js'
import { recordEvent } from './record-event.js'

/** Posts whose withdrawal waits for the owner's answer, by channel. */
export async function countVanished(app: Pick<App, 'db'>): Promise<Map<number, number>> {
  const groups = await app.db.post.groupBy({ by: ['channelId'], where: { isWithdrawalHeld: true }, _count: true })
  return new Map(groups.map(({ channelId, _count }) => [channelId, _count]))
}

export function vanishedQuestion(count: number): string {
  return `Разом ${plural(count, ['пропало', 'пропали', 'пропали'])} ${count} ${plural(count, ['объявление', 'объявления', 'объявлений'])}. Снять или оставить?`
}

/**
 * Carries out the owner's answer for all posts of a channel that vanished together: they are withdrawn, a post that is on its way into our channel right after it; or they
 * stay, marked by the reason that was passed over, so that nobody asks or withdraws again. Safe to run twice.
 */
export async function answerVanished(app: App, { id: channelId, reference }: ChannelModel, answer: Exclude<VanishedAnswer, null>): Promise<void> {
  const held = { channelId, isWithdrawalHeld: true }
  const count = await app.db.post.count({ where: held })
  if (count === 0) return
  if (answer === 'withdraw') await withdrawAll(app, channelId)
  else await app.db.post.updateMany({ where: held, data: { isWithdrawalHeld: false, withdrawalReason: 'DELETED' } })
  await recordEvent(app.db, 'INFO', `Канал ${reference}: пропавшие у источника объявления (${count}) ${answer === 'withdraw' ? 'сняты' : 'оставлены'} по решению владельца`)
}

async function withdrawAll(app: App, channelId: number): Promise<void> {
  const held = { channelId, isWithdrawalHeld: true }
  await app.db.post.updateMany({
    where: { ...held, status: { in: ['NEW', 'PROCESSING', 'READY', 'MODERATION', 'PUBLISHED', 'DUPLICATE'] } },
    data: { status: 'WITHDRAWN', withdrawalReason: 'DELETED', statusReason: deletedSourceText, isWithdrawalHeld: false, statusChangedAt: app.now() },
  })
  await app.db.post.updateMany({ where: held, data: { isWithdrawalHeld: false } })
  const listed = await app.db.post.findMany({ where: { channelId, status: 'WITHDRAWN', deliveries: { some: { status: 'SENT' } } }, select: { id: true } })
  for (const { id } of listed) await requestWithdrawal(app, id)
}
