import type { SourceMessage } from '@cars-bot/adapters/mtproto'
import { filterPost } from '@cars-bot/domain'
import type { MonitorApp } from '../app.js'
import type { WatchedChannel } from '../channels/watched-channel.js'

/** The cheap look before anything is stored: the owner's words, the channel's own words, and the channel's wish about copying. */
export function accepts(app: MonitorApp, channel: WatchedChannel, post: { text: string; messages: readonly SourceMessage[] }): boolean {
  const isProtected = channel.isProtected || post.messages.some((message) => message.isProtected)
  if (isProtected && channel.protectedContentPolicy === 'SKIP') return false
  const { globalKeywords, excludedWords, minLength } = app.settings()
  const hasMedia = post.messages.some((message) => message.media !== null)
  return filterPost({ text: post.text, hasMedia }, { keywords: [...globalKeywords, ...channel.keywords], excludedWords, minLength }).accepted
}
