import type { SourceMedia, SourceMessage } from '@cars-bot/adapters/mtproto'
import type { Prisma } from '@cars-bot/platform'
import type { WatchedChannel } from '../channels/watched-channel.js'
import { oversizedText, protectedMediaText } from '../texts.js'

/** What a bot may upload (https://core.telegram.org/bots/api#sending-files): photos to 10 MB, other files to 50 MB. */
const photoLimitBytes = 10 * 1_048_576
const videoLimitBytes = 50 * 1_048_576

/** One row per photo or video; what will not be published is SKIPPED with the reason. Positions grow with the message id, so that late parts fit in. */
export function mediaRows(postId: string, messages: readonly SourceMessage[], channel: WatchedChannel): Prisma.PostMediaCreateManyInput[] {
  return messages.flatMap((message) => {
    if (!message.media) return []
    const statusReason = reasonToSkip(message.media, message, channel)
    return [
      {
        postId,
        messageId: message.id,
        position: message.id,
        kind: message.media.kind === 'video' ? 'VIDEO' : 'PHOTO',
        status: statusReason ? 'SKIPPED' : 'PENDING',
        statusReason,
        sizeBytes: message.media.sizeBytes,
        mimeType: message.media.mimeType,
      },
    ]
  })
}

function reasonToSkip({ kind, sizeBytes }: SourceMedia, { isProtected }: SourceMessage, channel: WatchedChannel): string | null {
  if ((isProtected || channel.isProtected) && channel.protectedContentPolicy !== 'WITH_MEDIA') return protectedMediaText
  const limitBytes = kind === 'video' ? videoLimitBytes : photoLimitBytes
  return sizeBytes > limitBytes ? oversizedText(sizeBytes, limitBytes) : null
}
