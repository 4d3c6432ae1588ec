import { RefusedError, type SourceChannel } from '@cars-bot/adapters/mtproto'
import { parseChannelReference, type ChannelReference } from '@cars-bot/domain'
import type { ChannelModel } from '@cars-bot/platform'
import type { Reader } from '../reader.js'
import { createJoinGate, type JoinGate } from './join-gate.js'

export type Entrance =
  | { kind: 'member'; channel: SourceChannel }
  | { kind: 'requested'; channel: SourceChannel | null }
  /** It is not the time to join yet. */
  | { kind: 'waiting'; channel: SourceChannel | null }

/**
 * Finds a channel and becomes its member where the account is none yet. A channel that was found before is known by its number: it is looked
 * up again by another account only, and what bears its name now is not taken for it.
 */
export async function enterChannel(reader: Reader, row: ChannelModel, reference: ChannelReference): Promise<Entrance> {
  const known = await knownChannel(reader, row)
  if (known?.isMember) return { kind: 'member', channel: known }
  if (reference.kind === 'invite') return await enterByInvite(reader, row, reference.hash)
  const channel = known ?? (await findChannel(reader, row, reference))
  if (channel.isMember) return { kind: 'member', channel }
  if (row.status === 'JOIN_REQUESTED' && row.sessionKeyId === reader.session.sessionKeyId) return { kind: 'requested', channel }
  return await throughGate(reader, channel, () => reader.session.joinChannel(channel))
}

/** What the account's own access hash leads to; null where there is none or it leads nowhere any more. */
async function knownChannel({ session }: Reader, { telegramId, accessHash, sessionKeyId }: ChannelModel): Promise<SourceChannel | null> {
  if (telegramId === null || accessHash === null || sessionKeyId !== session.sessionKeyId) return null
  try {
    return await session.fetchChannel({ telegramId, accessHash })
  } catch (error) {
    if (error instanceof RefusedError) return null
    throw error
  }
}

/** Looks the channel up by the name it has now, or by its number when it had none. */
async function findChannel({ session }: Reader, row: ChannelModel, reference: Exclude<ChannelReference, { kind: 'invite' }>): Promise<SourceChannel> {
  const { telegramId } = row
  if (telegramId === null) return await session.resolveChannel(reference)
  const current = row.username === null ? null : parseChannelReference(`@${row.username}`)
  const found = await session.resolveChannel(current?.kind === 'username' ? current : { kind: 'id', id: telegramId })
  if (found.telegramId !== telegramId) throw new RefusedError('NAME_TAKEN_OVER', 'contacts.ResolveUsername')
  return found
}

/** Another account of ours is not sent after the first one by its invite: a private channel is read by those who are in it. */
async function enterByInvite(reader: Reader, row: ChannelModel, hash: string): Promise<Entrance> {
  const { session } = reader
  const check = await session.checkInvite(hash)
  if (check.kind === 'member') return { kind: 'member', channel: check.channel }
  const isOthers = row.telegramId !== null && row.sessionKeyId !== session.sessionKeyId
  if (isOthers) throw new RefusedError('NOT_A_MEMBER', 'messages.CheckChatInvite')
  if (check.isPaid) throw new RefusedError('STARS_PAYMENT_REQUIRED', 'messages.CheckChatInvite')
  if (row.status === 'JOIN_REQUESTED') return { kind: 'requested', channel: null }
  return await throughGate(reader, null, () => session.importInvite(hash))
}

async function throughGate(reader: Reader, found: SourceChannel | null, join: () => ReturnType<Reader['session']['importInvite']>): Promise<Entrance> {
  const gate = joinGate(reader)
  if (!(await gate.isOpen())) return { kind: 'waiting', channel: found }
  gate.passed()
  const outcome = await join()
  if (outcome.kind === 'requested') return { kind: 'requested', channel: found }
  const channel = outcome.channel ?? found
  if (!channel) throw new RefusedError('NOT_A_CHANNEL', 'messages.ImportChatInvite')
  return { kind: 'member', channel: { ...channel, isMember: true, joinedAt: reader.app.now() } }
}

const gates = new WeakMap<Reader, JoinGate>()

/** The one gate of an account. */
export function joinGate(reader: Reader): JoinGate {
  const known = gates.get(reader)
  if (known) return known
  const gate = createJoinGate(reader.app, reader.session.sessionKeyId)
  gates.set(reader, gate)
  return gate
}
