import type { SourceMessage } from '@cars-bot/adapters/mtproto'
import type { PostModel } from '@cars-bot/platform'
import type { WatchedChannel } from '../channels/watched-channel.js'
import { albumContent } from '../ingest/album-content.js'
import { applyDeletion } from '../ingest/apply-deletion.js'
import { storeEdit } from '../ingest/store-edit.js'
import type { Reader } from '../reader.js'

const live = ['PUBLISHED', 'READY', 'MODERATION', 'DUPLICATE'] as const
const liveForMs = 30 * 86_400_000

/**
 * Asks for the messages of the channel's live posts of the last 30 days, 100 a call: what is gone was deleted, what differs was edited, whatever was told of it. Throws when
 * Telegram refuses; then nothing is withdrawn. Runs in the channel's row of tasks.
 */
export async function checkPosts(reader: Reader, channel: WatchedChannel): Promise<void> {
  const { app, session } = reader
  const posts = await app.db.post.findMany({
    where: { channelId: channel.id, status: { in: [...live] }, sourceDeletedAt: null, postedAt: { gt: new Date(app.now().getTime() - liveForMs) } },
    orderBy: { messageId: 'asc' },
  })
  const ids = posts.flatMap(({ messageIds }) => messageIds)
  const found = new Map((await session.messagesByIds(channel, ids)).map((message) => [message.id, message]))
  const missing = ids.filter((id) => !found.has(id))
  if (missing.length > 0) await applyDeletion(reader, channel, missing, {})
  for (const post of posts) {
    const parts = post.messageIds.flatMap((id) => found.get(id) ?? [])
    // An album that lost a part was looked at anew by its deletion.
    if (parts.length === post.messageIds.length && !isAsStored(post, parts)) await storeEdit(reader, channel, { post, parts, cursor: {} })
  }
  await app.db.channel.update({ where: { id: channel.id }, data: { postsCheckedAt: app.now() } })
}

function isAsStored({ editedAt, text }: PostModel, parts: readonly SourceMessage[]): boolean {
  const isNewer = parts.some((part) => part.editedAt !== null && part.editedAt.getTime() > (editedAt?.getTime() ?? 0))
  return !isNewer && albumContent(parts).text === text
}
