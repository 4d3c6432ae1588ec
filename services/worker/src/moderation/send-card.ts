import type { Keyboard, SentMedia } from '@cars-bot/adapters/bot-api'
import { failureOf } from '@cars-bot/adapters/errors'
import { moderationData } from '@cars-bot/domain'
import type { CarModel, ChannelModel, PostMediaModel, PostModel, SellerContactModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { saysUserIsGone } from '../notices/send-failure.js'
import { draftListing } from '../posts/draft-listing.js'
import { fitPhotos } from '../posts/fit-photos.js'
import { sourceUrl } from '../posts/source-url.js'
import { mostOpenCards, openCards } from './admin-chats.js'
import { approveButton, cardText, moreWaitText, noPreviewText, refuseButton } from './texts.js'

export type ModeratedPost = PostModel & { car: CarModel | null; sellerContact: SellerContactModel | null; channel: ChannelModel; media: PostMediaModel[] }

/** The listing as it would come out, without videos, and under it the card with the buttons, which an album can't have. What was sent is noted at once, so that a second try goes on from there. */
export async function sendCard(app: App, post: ModeratedPost, chatId: bigint): Promise<void> {
  const key = { postId: post.id, chatId }
  const { messageIds: known } = await app.db.moderationCard.findUniqueOrThrow({ where: { postId_chatId: key } })
  const preview = known.length > 0 ? known : await sendPreview(app, post, chatId)
  await app.db.moderationCard.update({ where: { postId_chatId: key }, data: { messageIds: preview } })
  const html = [cardHtml(post), preview.length > 0 ? '' : noPreviewText, await restText(app, chatId)].filter((line) => line !== '').join('\n')
  const { messageId } = await app.bot.sendText({ chatId, html, keyboard: keyboard(post.id) })
  await app.db.moderationCard.update({ where: { postId_chatId: key }, data: { messageIds: [...preview, messageId] } })
}

/** On the last card that there is room for: how many more wait. */
async function restText(app: App, chatId: bigint): Promise<string> {
  const open = await openCards(app, chatId)
  if (open < mostOpenCards) return ''
  const waiting = await app.db.post.count({ where: { status: 'MODERATION' } })
  return waiting > open ? moreWaitText(waiting - open) : ''
}

/** Who it is about, why, and whence; the same words head the card once it is decided. */
export function cardHtml({ car, channel, messageId, statusReason }: Pick<ModeratedPost, 'car' | 'channel' | 'messageId' | 'statusReason'>): string {
  return cardText({
    car: [car?.brand, car?.model, car?.year].filter((part) => part != null).join(' '),
    reason: statusReason ?? '',
    source: channel.title ?? channel.reference,
    sourceUrl: sourceUrl(channel, messageId),
  })
}

function keyboard(postId: string): Keyboard {
  return [[{ text: approveButton, data: moderationData('approve', postId) }, { text: refuseButton, data: moderationData('refuse', postId) }]]
}

/** Empty when it can't be shown: its words hold a contact, or Telegram refuses it as it is. */
async function sendPreview(app: App, post: ModeratedPost, chatId: bigint): Promise<number[]> {
  if (!post.car) return []
  const draft = await draftListing(app, { ...post, car: post.car, media: await fitPhotos(app, post.media) }, { withVideos: false })
  if (draft.kind === 'leak') return []
  try {
    if (draft.media.length === 0) return [(await app.bot.sendText({ chatId, html: draft.html })).messageId]
    const sent = await app.bot.sendMedia({ chatId, html: draft.html, media: draft.media.map(({ outgoing }) => outgoing) })
    await keepFileIds(app, draft.media, sent)
    return sent.messageIds
  } catch (error) {
    if (failureOf(error).kind !== 'permanent' || saysUserIsGone(error)) throw error
    app.log.warn('preview refused', { postId: post.id, error })
    return []
  }
}

/** What was uploaded for the preview need not be uploaded again for our channel. */
async function keepFileIds(app: App, media: readonly { mediaId: string }[], { fileIds }: SentMedia): Promise<void> {
  for (const [index, { mediaId }] of media.entries()) {
    const botFileId = fileIds[index]
    if (botFileId) await app.db.postMedia.updateMany({ where: { id: mediaId }, data: { botFileId } })
  }
}
