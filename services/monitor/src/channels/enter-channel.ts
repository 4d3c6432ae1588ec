import { RefusedError, type SourceChannel, type UserSession } from '@cars-bot/adapters/mtproto'
import type { ChannelReference } from '@cars-bot/domain'

/** Finds a channel and becomes its member where the account is none yet. Null when a request to join is waiting for the channel's admin. */
export async function enterChannel(session: UserSession, reference: ChannelReference): Promise<SourceChannel | null> {
  if (reference.kind === 'invite') return await enterByInvite(session, reference.hash)
  const channel = await session.resolveChannel(reference)
  if (channel.isMember) return channel
  const outcome = await session.joinChannel(channel)
  return outcome.kind === 'requested' ? null : (outcome.channel ?? channel)
}

async function enterByInvite(session: UserSession, hash: string): Promise<SourceChannel | null> {
  const check = await session.checkInvite(hash)
  if (check.kind === 'member') return check.channel
  if (check.isPaid) throw new RefusedError('STARS_PAYMENT_REQUIRED', 'messages.CheckChatInvite')
  const outcome = await session.importInvite(hash)
  if (outcome.kind === 'requested') return null
  if (outcome.channel) return outcome.channel
  throw new RefusedError('NOT_A_CHANNEL', 'messages.ImportChatInvite')
}
