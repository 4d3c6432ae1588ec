import type { SourceMessage } from '@cars-bot/adapters/mtproto'
import type { Transaction } from '@cars-bot/platform'
import type { WatchedChannel } from '../channels/watched-channel.js'
import { mediaRows } from './media-rows.js'

type Replacement = { postId: string; knownFileIds: readonly string[]; parts: readonly SourceMessage[] }

/** Has the post's media follow its messages: the rows of new files wait for their download anew, those of files that are gone go. Returns the messages to download. */
export async function replaceMedia(tx: Transaction, channel: WatchedChannel, { postId, knownFileIds, parts }: Replacement): Promise<SourceMessage[]> {
  const fresh = parts.filter(({ media }) => media !== null && !knownFileIds.includes(media.location.id.toString()))
  const bare = parts.filter(({ media }) => media === null)
  await tx.postMedia.deleteMany({ where: { postId, messageId: { in: [...fresh, ...bare].map(({ id }) => id) } } })
  await tx.postMedia.createMany({ data: mediaRows(postId, fresh, channel) })
  return fresh
}
