import { messageUrl } from '@cars-bot/domain'
import type { ChannelModel } from '@cars-bot/platform'

/** The address of a message of a source channel; null where the channel was never found. Of a channel without a name it opens for its members only. */
export function sourceUrl({ username, telegramId }: Pick<ChannelModel, 'username' | 'telegramId'>, messageId: number): string | null {
  if (username !== null) return `https://t.me/${username}/${messageId}`
  return telegramId === null ? null : messageUrl(telegramId, messageId)
}
