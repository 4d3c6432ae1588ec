import { burstWindowMs, isWithdrawalBurst } from '@cars-bot/domain'
import type { PostModel, Transaction } from '@cars-bot/platform'
import { transactionOptions } from '../app.js'
import type { WatchedChannel } from '../channels/watched-channel.js'
import { publishIfComplete } from '../media/publish-if-complete.js'
import { deletedMediaText, deletedSourceText } from '../texts.js'
import type { Reader } from '../reader.js'
import { askAboutVanished } from './ask-about-vanished.js'
import { moveCursor, moved, type Cursor } from './cursor.js'
import { storeEdit } from './store-edit.js'

/** Posts that a deletion at the source takes with it. */
const withdrawable = ['NEW', 'PROCESSING', 'READY', 'MODERATION', 'PUBLISHED', 'DUPLICATE'] as const
const standing = [...withdrawable, 'PUBLISHING'] as const

type Counts = { gone: number; live: number }
type Outcome = { listed: string[]; shortened: PostModel[]; asked: Counts | null }

/**
 * Messages deleted at the source: a post that lost its last one is withdrawn, one that is just being published right after it; an album that lost a part goes on without
 * it. Posts that vanish many at once are held, and the owner is asked. The same deletion again changes nothing. Runs in the channel's row of tasks.
 */
export async function applyDeletion(reader: Reader, channel: WatchedChannel, deletedIds: readonly number[], cursor: Cursor): Promise<void> {
  const { app } = reader
  const { listed, shortened, asked } = await app.db.$transaction(async (tx) => {
    await moveCursor(tx, channel, cursor)
    return await remove(reader, tx, channel, deletedIds)
  }, transactionOptions)
  moved(channel, cursor)
  for (const postId of listed) await requestWithdrawal(reader, postId)
  if (asked) await askAboutVanished(app, channel, asked)
  for (const post of shortened) await followShortened(reader, channel, post)
}

async function remove({ app }: Reader, tx: Transaction, channel: WatchedChannel, deletedIds: readonly number[]): Promise<Outcome> {
  const deleted = new Set(deletedIds)
  const posts = await tx.post.findMany({ where: { channelId: channel.id, messageIds: { hasSome: [...deletedIds] }, sourceDeletedAt: null, status: { in: [...standing] } } })
  const gone = posts.filter(({ messageIds }) => messageIds.every((id) => deleted.has(id))).map(({ id }) => id)
  const shortened: PostModel[] = []
  for (const post of posts) {
    if (gone.includes(post.id)) continue
    const messageIds = post.messageIds.filter((id) => !deleted.has(id))
    shortened.push(await tx.post.update({ where: { id: post.id }, data: { messageIds, messageId: Math.min(...messageIds) } }))
  }
  await tx.postMedia.updateMany({
    where: { messageId: { in: [...deletedIds] }, status: { in: ['PENDING', 'STORED'] }, post: { id: { in: posts.map(({ id }) => id) }, status: { notIn: ['PUBLISHING', 'PUBLISHED'] } } },
    data: { status: 'SKIPPED', statusReason: deletedMediaText },
  })
  if (gone.length === 0) return { listed: [], shortened, asked: null }
  const counts = await countVanished(tx, channel, { gone: gone.length, now: app.now() })
  if (!isWithdrawalBurst(counts)) return { listed: await withdraw(tx, gone, app.now()), shortened, asked: null }
  await tx.post.updateMany({ where: { id: { in: gone } }, data: { sourceDeletedAt: app.now(), isWithdrawalHeld: true } })
  return { listed: [], shortened, asked: counts }
}

/** Those that vanished in the last ten minutes, these included, and all that stood before them. */
async function countVanished(tx: Transaction, channel: WatchedChannel, { gone, now }: { gone: number; now: Date }): Promise<Counts> {
  const recent = await tx.post.count({ where: { channelId: channel.id, sourceDeletedAt: { gt: new Date(now.getTime() - burstWindowMs) } } })
  const live = await tx.post.count({ where: { channelId: channel.id, sourceDeletedAt: null, status: { in: [...standing] } } })
  return { gone: recent + gone, live: recent + live }
}

/** Returns the posts that are listed in our channel. One that is just being published stays: the worker withdraws it when it is out. */
async function withdraw(tx: Transaction, ids: readonly string[], now: Date): Promise<string[]> {
  const data = { status: 'WITHDRAWN', withdrawalReason: 'DELETED', statusReason: deletedSourceText, statusChangedAt: now, sourceDeletedAt: now } as const
  const listed = await tx.post.updateManyAndReturn({ where: { id: { in: [...ids] }, status: 'PUBLISHED' }, data, select: { id: true } })
  await tx.post.updateMany({ where: { id: { in: [...ids] }, status: { in: withdrawable.filter((status) => status !== 'PUBLISHED') } }, data })
  await tx.post.updateMany({ where: { id: { in: [...ids] }, sourceDeletedAt: null }, data: { sourceDeletedAt: now } })
  return listed.map(({ id }) => id)
}

async function requestWithdrawal({ app }: Reader, postId: string): Promise<void> {
  try {
    await app.jobs.enqueue('withdrawListing', { postId }, { dedupeKey: `withdrawListing:${postId}` })
  } catch (error) {
    app.log.warn('withdrawal not enqueued', { postId, error })
  }
}

/** The part that is gone may have held the text. */
async function followShortened(reader: Reader, channel: WatchedChannel, post: PostModel): Promise<void> {
  await publishIfComplete(reader.app, post.id)
  const parts = await reader.session.messagesByIds(channel, post.messageIds)
  await storeEdit(reader, channel, { post, parts, cursor: {} })
}
