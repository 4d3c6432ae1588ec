import { RefusedError, type SourceChannel, type SourceMessage } from '@cars-bot/adapters/mtproto'
import type { DeliveryModel } from '@cars-bot/platform'
import type { Reader } from '../reader.js'

type StaleDelivery = DeliveryModel & { post: { publicId: string } }

/** Clocks of this machine and of Telegram may differ by this much without a listing being overlooked. */
const clockSkewMs = 120_000
const mostPages = 20
/** A video that Telegram took without naming its message comes out once it is converted; after so long it never will. */
const longestConversionMs = 3_600_000

/**
 * Settles deliveries whose attempt died between sending and saving: our channel itself tells whether the listing came out. Found by its contact
 * link → SENT; not found in a history that covers the whole attempt → to be sent again, but for a video that Telegram took and still converts, which is looked for again. When the channel
 * can't be seen nothing is guessed.
 */
export async function reconcileDeliveries(reader: Reader, news: NewsChannel): Promise<void> {
  const { app } = reader
  const stale = await app.db.delivery.findMany({
    where: { status: 'SENDING', chatId: app.newsChannelId, updatedAt: { lt: new Date(app.now().getTime() - app.times.staleDeliveryMs) } },
    include: { post: { select: { publicId: true } } },
    orderBy: { updatedAt: 'asc' },
  })
  const [oldest] = stale
  if (!oldest) return
  const messages = await messagesSince(reader, news, new Date(oldest.updatedAt.getTime() - clockSkewMs))
  if (!messages) return
  for (const delivery of stale) {
    const found = listingMessages(messages, delivery.post.publicId)
    if (found.length > 0) await markSent(reader, delivery, found)
    else if (isConverted(reader, delivery)) await lookAgain(reader, delivery)
    else await sendAgain(reader, delivery)
  }
}

export type NewsChannel = {
  /** Our own channel as the account sees it; looked up once. */
  find(): Promise<SourceChannel>
  /** It turned out that the account does not see it. */
  unseen(code: string): Promise<void>
}

export function createNewsChannel(reader: Pick<Reader, 'app' | 'session'>, onUnseen: (code: string) => Promise<void>): NewsChannel {
  let known: SourceChannel | null = null
  return {
    async find() {
      known ??= await reader.session.resolveChannel({ kind: 'id', id: reader.app.newsChannelId })
      return known
    },
    async unseen(code) {
      known = null
      await onUnseen(code)
    },
  }
}

/** Null when the account does not see the channel, and when the history is too long to be sure. */
async function messagesSince({ session }: Reader, news: NewsChannel, since: Date): Promise<SourceMessage[] | null> {
  try {
    const channel = await news.find()
    const messages: SourceMessage[] = []
    let beforeId = 0
    for (let pages = 0; pages < mostPages; pages += 1) {
      const page = await session.history(channel, beforeId === 0 ? {} : { beforeId })
      messages.push(...page.messages)
      if (page.count === 0 || (page.oldestAt && page.oldestAt < since)) return messages
      beforeId = page.oldestId
    }
    return null
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    await news.unseen(error.code)
    return null
  }
}

/** The message with the listing's contact link and the rest of its album. */
export function listingMessages(messages: readonly SourceMessage[], publicId: string): SourceMessage[] {
  const payload = `start=contact_${publicId}`
  const hit = messages.find(({ text, origin }) => [text, ...origin.links.map((link) => link.url), ...origin.buttons.map((button) => button.url)].some((place) => mentions(place, payload)))
  if (!hit) return []
  if (hit.groupedId === null) return [hit]
  return messages.filter((message) => message.groupedId === hit.groupedId).sort((one, other) => one.id - other.id)
}

/** The payload ends where the id ends: one id may be the beginning of another. */
function mentions(place: string, payload: string): boolean {
  const start = place.indexOf(payload)
  return start !== -1 && !/[\w-]/.test(place.charAt(start + payload.length))
}

async function markSent({ app }: Reader, delivery: StaleDelivery, messages: readonly SourceMessage[]): Promise<void> {
  const now = app.now()
  await app.db.$transaction(async (tx) => {
    const claimed = await tx.delivery.updateMany({
      where: { id: delivery.id, status: 'SENDING', attemptToken: delivery.attemptToken },
      data: { status: 'SENT', attemptToken: null, messageIds: messages.map((message) => message.id), sentAt: messages[0]?.postedAt ?? now, withMedia: messages.some((message) => message.media !== null) },
    })
    if (claimed.count === 0) return
    await tx.post.updateMany({ where: { id: delivery.postId, status: 'PUBLISHING' }, data: { status: 'PUBLISHED', statusChangedAt: now, attemptToken: null } })
  })
  app.log.info('delivery found in the channel', { postId: delivery.postId, deliveryId: delivery.id })
}

function isConverted({ app }: Reader, { sentAt }: StaleDelivery): boolean {
  return sentAt !== null && app.now().getTime() - sentAt.getTime() < longestConversionMs
}

/** A look costs a page of the history: the next one comes when the delivery is stale again. */
async function lookAgain({ app }: Reader, { id, attemptToken }: StaleDelivery): Promise<void> {
  await app.db.delivery.updateMany({ where: { id, status: 'SENDING', attemptToken }, data: { updatedAt: app.now() } })
}

async function sendAgain({ app }: Reader, delivery: StaleDelivery): Promise<void> {
  const isFreed = await app.db.$transaction(async (tx) => {
    const claimed = await tx.delivery.updateMany({
      where: { id: delivery.id, status: 'SENDING', attemptToken: delivery.attemptToken },
      data: { status: 'PENDING', attemptToken: null, sentAt: null },
    })
    if (claimed.count === 0) return false
    await tx.post.updateMany({ where: { id: delivery.postId, status: 'PUBLISHING' }, data: { status: 'READY', statusChangedAt: app.now(), attemptToken: null } })
    return true
  })
  if (!isFreed) return
  app.log.warn('delivery not found in the channel, sending again', { postId: delivery.postId, deliveryId: delivery.id })
  await app.jobs.enqueue('publishPost', { postId: delivery.postId }, { dedupeKey: `publishPost:${delivery.postId}` })
}
