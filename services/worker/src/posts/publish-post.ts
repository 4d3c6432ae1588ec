import { randomUUID } from 'node:crypto'
import { RateLimitedError, failureOf } from '@cars-bot/adapters/errors'
import type { SentMedia } from '@cars-bot/adapters/bot-api'
import type { JobPayload } from '@cars-bot/platform'
import type { App } from '../app.js'
import { draftListing, type ListingDraft } from './draft-listing.js'
import { isSurelyNotDelivered } from './is-surely-not-delivered.js'

/**
 * Publishes a READY post in our channel, once. The attempt is written down before the call (Delivery SENDING with a token); a call that certainly did not arrive
 * is undone and tried again; one whose fate is unknown stays SENDING, and only the monitor, which can look into the channel, decides on it. Safe to run twice.
 */
export async function publishPost(app: App, { postId }: JobPayload<'publishPost'>): Promise<void> {
  const post = await app.db.post.findUnique({ where: { id: postId }, include: { car: true, sellerContact: true, channel: true, media: { orderBy: { position: 'asc' } } } })
  if (!post || post.status !== 'READY' || !post.car || post.media.some((item) => item.status === 'PENDING')) return
  const draft = await draftListing(app, { ...post, car: post.car })
  if (draft.kind === 'leak') return holdBack(app, postId)
  const budget = await app.channelBudget.take(Math.max(1, draft.media.length))
  if (!budget.ok) throw new RateLimitedError('our channel has had its messages of this minute', { retryAfterMs: budget.retryAfterMs })
  const token = await claim(app, post)
  if (token === null) return
  const sent = await send(app, draft).catch((error: unknown) => afterFailure(app, { postId, token, error }))
  if (sent) await saveSent(app, { postId, token, draft, sent })
}

async function claim(app: App, post: { id: string }): Promise<string | null> {
  const token = randomUUID()
  const now = app.now()
  const key = { postId: post.id, chatId: app.newsChannelId }
  return app.db.$transaction(async (tx) => {
    const claimed = await tx.post.updateMany({ where: { id: post.id, status: 'READY' }, data: { status: 'PUBLISHING', statusChangedAt: now, attemptToken: token } })
    if (claimed.count === 0) return null
    await tx.delivery.upsert({ where: { postId_chatId: key }, create: key, update: {} })
    const taken = await tx.delivery.updateMany({ where: { ...key, status: 'PENDING' }, data: { status: 'SENDING', attemptToken: token } })
    if (taken.count === 0) throw new Error(`post ${post.id} is READY, but its delivery is not pending`)
    return token
  })
}

async function send(app: App, draft: Extract<ListingDraft, { kind: 'listing' }>): Promise<SentMedia> {
  if (draft.media.length > 0) return app.bot.sendMedia({ chatId: app.newsChannelId, html: draft.html, media: draft.media.map((item) => item.outgoing) })
  const { messageId } = await app.bot.sendText({ chatId: app.newsChannelId, html: draft.html })
  return { messageIds: [messageId], fileIds: [] }
}

async function saveSent(app: App, given: { postId: string; token: string; draft: Extract<ListingDraft, { kind: 'listing' }>; sent: SentMedia }): Promise<void> {
  const { postId, token, draft, sent } = given
  const now = app.now()
  await app.db.$transaction(async (tx) => {
    await tx.delivery.updateMany({
      where: { postId, chatId: app.newsChannelId, attemptToken: token },
      data: { status: 'SENT', messageIds: sent.messageIds, withMedia: draft.media.length > 0, text: draft.html, sentAt: now },
    })
    await tx.post.updateMany({ where: { id: postId, attemptToken: token }, data: { status: 'PUBLISHED', statusReason: null, statusChangedAt: now, attemptToken: null } })
    for (const [index, item] of draft.media.entries()) {
      await tx.postMedia.updateMany({ where: { id: item.mediaId }, data: { botFileId: sent.fileIds[index] ?? null } })
    }
  })
  app.log.info('post published', { postId, messageIds: sent.messageIds })
}

/** Returns nothing when the post is settled without being sent; throws what is worth another try of the job. */
async function afterFailure(app: App, { postId, token, error }: { postId: string; token: string; error: unknown }): Promise<null> {
  const failure = failureOf(error)
  if (failure.kind === 'permanent') {
    await settle(app, { postId, token, post: 'FAILED', delivery: 'FAILED', reason: error instanceof Error ? error.message : 'refused' })
    await app.alerts.raise({
      level: 'ERROR',
      message: `Объявление не опубликовано, Telegram отказал: ${error instanceof Error ? error.message : ''}. Проверьте, что бот — администратор канала с правом публикации.`,
      dedupeKey: 'publish-refused',
    })
    return null
  }
  if (failure.kind === 'rate-limited' || isSurelyNotDelivered(error)) {
    await settle(app, { postId, token, post: 'READY', delivery: 'PENDING', reason: null })
    throw error
  }
  app.log.warn('fate of a listing unknown, the monitor will look', { postId, error })
  return null
}

type Settlement = { postId: string; token: string; post: 'FAILED' | 'READY'; delivery: 'FAILED' | 'PENDING'; reason: string | null }

async function settle(app: App, { postId, token, post, delivery, reason }: Settlement): Promise<void> {
  await app.db.$transaction(async (tx) => {
    await tx.delivery.updateMany({ where: { postId, chatId: app.newsChannelId, attemptToken: token }, data: { status: delivery, attemptToken: null } })
    await tx.post.updateMany({ where: { id: postId, attemptToken: token }, data: { status: post, statusReason: reason, statusChangedAt: app.now(), attemptToken: null } })
  })
}

async function holdBack(app: App, postId: string): Promise<void> {
  const held = await app.db.post.updateMany({
    where: { id: postId, status: 'READY' },
    data: { status: 'MODERATION', statusReason: 'В готовом тексте остался контакт продавца', statusChangedAt: app.now() },
  })
  if (held.count > 0) await app.alerts.raise({ level: 'WARNING', message: 'Объявление задержано: в готовом тексте остался контакт продавца', dedupeKey: 'listing-leak' })
}
