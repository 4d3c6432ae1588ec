import type { SourceMessage } from '@cars-bot/adapters/mtproto'
import { classifyEdit, messageOrigin, refusedByOwnerText, type EditKind, type MessageOrigin } from '@cars-bot/domain'
import type { JobName, PostModel, Transaction } from '@cars-bot/platform'
import { transactionOptions } from '../app.js'
import type { WatchedChannel } from '../channels/watched-channel.js'
import { publishIfComplete } from '../media/publish-if-complete.js'
import type { Reader } from '../reader.js'
import { albumContent } from './album-content.js'
import { moveCursor, moved, type Cursor } from './cursor.js'
import { replaceMedia } from './replace-media.js'

type Edit = {
  /** The post as stored. */
  post: PostModel
  /** Its messages as they stand now, oldest first; none: nothing is known of them. */
  parts: readonly SourceMessage[]
  cursor: Cursor
}

type Followed = Pick<PostModel, 'id' | 'status' | 'statusReason' | 'revision'>

/**
 * Brings a post in line with its messages and moves the cursor, in one transaction; then tells the worker. Where nothing changed that anybody reads only the cursor moves.
 * Runs in the channel's row of tasks, so that nobody else changes the post's text.
 */
export async function storeEdit(reader: Reader, channel: WatchedChannel, { post, parts, cursor }: Edit): Promise<void> {
  const { app, downloads } = reader
  const before = { text: post.text, origin: messageOrigin.parse(post.origin) }
  const after = parts.length > 0 ? albumContent(parts) : before
  const kinds = classifyEdit(before, after)
  const outcome = await app.db.$transaction(async (tx) => {
    await moveCursor(tx, channel, cursor)
    if (kinds.length === 0) return null
    const followed = await follow(reader, tx, { post, parts, after, kinds })
    if (!followed) return null
    const job = await nextJob(reader, tx, followed)
    const replaced = beforePublication.has(followed.status) && kinds.includes('media') ? await replaceMedia(tx, channel, { postId: post.id, knownFileIds: before.origin.fileIds ?? [], parts }) : []
    return { followed, job, replaced }
  }, transactionOptions)
  moved(channel, cursor)
  if (!outcome) return
  app.log.info('post edited at the source', { postId: post.id, kinds, revision: outcome.followed.revision, job: outcome.job })
  for (const message of outcome.replaced) downloads.add({ channel, postId: post.id, message })
  if (outcome.job) await enqueue(reader, outcome.job, outcome.followed)
  if (kinds.includes('media')) await publishIfComplete(app, post.id)
}

const beforePublication: ReadonlySet<string> = new Set(['NEW', 'PROCESSING', 'READY', 'MODERATION', 'DUPLICATE', 'REJECTED'])

type Change = { post: PostModel; parts: readonly SourceMessage[]; after: { text: string; origin: MessageOrigin }; kinds: readonly EditKind[] }

/** Null when the post is gone. */
async function follow({ app }: Reader, tx: Transaction, { post, parts, after, kinds }: Change): Promise<Followed | null> {
  const editTimes = parts.flatMap(({ editedAt }) => (editedAt ? [editedAt.getTime()] : []))
  const [followed] = await tx.post.updateManyAndReturn({
    where: { id: post.id },
    data: {
      ...after,
      editedAt: editTimes.length > 0 ? new Date(Math.max(...editTimes)) : app.now(),
      hasSourceMedia: parts.some(({ media }) => media !== null),
      revision: { increment: 1 },
      editKinds: [...new Set([...post.editKinds, ...kinds])],
    },
    select: { id: true, status: true, statusReason: true, revision: true },
  })
  return followed ?? null
}

/** What the worker has to do, if anything. A rejected ad gets a new chance with its new text, unless a person turned it down. */
async function nextJob({ app }: Reader, tx: Transaction, { id, status, statusReason }: Followed): Promise<Extract<JobName, 'processPost' | 'updateListing'> | null> {
  switch (status) {
    case 'NEW':
    case 'WITHDRAWN':
    case 'FAILED':
      return null
    case 'REJECTED':
      if (statusReason === refusedByOwnerText) return null
      await tx.post.update({ where: { id }, data: { status: 'NEW', statusReason: null, statusChangedAt: app.now(), attempts: 0 } })
      return 'processPost'
    case 'PROCESSING':
    case 'READY':
    case 'PUBLISHING':
    case 'PUBLISHED':
    case 'MODERATION':
    case 'DUPLICATE':
      return 'updateListing'
  }
}

/** A job that could not be enqueued is caught up by the sweep of stuck posts. */
async function enqueue({ app }: Reader, job: 'processPost' | 'updateListing', { id: postId, revision }: Followed): Promise<void> {
  try {
    await app.jobs.enqueue(job, { postId }, { dedupeKey: job === 'updateListing' ? `updateListing:${postId}:${revision}` : `processPost:${postId}` })
  } catch (error) {
    app.log.warn('job not enqueued', { postId, job, error })
  }
}
