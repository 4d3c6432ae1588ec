import { failureOf } from '@cars-bot/adapters/errors'
import type { ModerationCardModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { cardHtml, type ModeratedPost } from './send-card.js'
import { decidedText } from './texts.js'

/** Every card of a decided post says what became of it and has no buttons; those not sent yet never are. The next ones may come. */
export async function closeCards(app: App, post: ModeratedPost): Promise<void> {
  const cards = await app.db.moderationCard.findMany({ where: { postId: post.id } })
  const open = cards.filter(({ status }) => status === 'PENDING' || status === 'SENT' || status === 'FAILED')
  if (open.length === 0) return
  const isByButton = cards.some(({ isDecider }) => isDecider)
  for (const card of open) {
    const by = card.isDecider ? 'you' : isByButton ? 'other-admin' : null
    if (card.status === 'SENT') await closeCard(app, card, `${cardHtml({ ...post, statusReason: null })}\n\n${decidedText(post, by)}`)
    await app.db.moderationCard.updateMany({ where: { postId: card.postId, chatId: card.chatId, status: card.status }, data: { status: 'WITHDRAWN' } })
  }
  await app.jobs.enqueue('requeueModeration', {}, { dedupeKey: 'requeueModeration' })
}

/** Changes the words of a sent card and takes its buttons away. A card that is gone, or can't be changed any more, is as good as closed. */
export async function closeCard(app: App, { chatId, messageIds, postId }: ModerationCardModel, html: string): Promise<void> {
  const messageId = messageIds.at(-1)
  if (messageId === undefined) return
  try {
    await app.bot.editText({ chatId, messageId, html })
  } catch (error) {
    if (failureOf(error).kind !== 'permanent') throw error
    app.log.info('card not closed', { postId, error })
  }
}
