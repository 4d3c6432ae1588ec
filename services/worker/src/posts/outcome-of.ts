import { decideVerdict, hasContacts, isTrustedChannel, reviewReason, saysSold, type SellerContacts, type Settings } from '@cars-bot/domain'
import type { ChannelModel, PostModel } from '@cars-bot/platform'
import type { AdReading } from './read-ad.js'
import { noContactText, soldText } from './texts.js'

export type PostWithChannel = PostModel & { channel: ChannelModel }
export type Outcome = { status: 'READY' | 'MODERATION' | 'REJECTED'; reason: string | null }

/** The verdict on a reading; a car that is sold already is no offer, and an ad whose seller can't be reached at all goes to a person. */
export function outcomeOf(given: { post: PostWithChannel; reading: AdReading; contacts: SellerContacts; settings: Settings }): Outcome {
  const { post, reading, contacts, settings } = given
  if (saysSold(post.text)) return { status: 'REJECTED', reason: soldText }
  const verdict = decideVerdict({ ...reading, text: post.text, isTrusted: isTrustedChannel(settings, post.channel) }, settings)
  if (verdict.status !== 'READY') return verdict
  const isReachable = hasContacts(contacts) || post.channel.phoneHash !== null || post.channel.sellerTelegramUsername !== null
  if (!isReachable && post.channel.username === null) return { status: 'MODERATION', reason: noContactText }
  // What is out already was let out: an edit of it is no new ad.
  const review = post.status === 'PUBLISHED' ? null : reviewReason(settings, post.channel)
  return review === null ? { status: 'READY', reason: null } : { status: 'MODERATION', reason: review }
}
