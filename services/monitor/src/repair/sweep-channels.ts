import type { ChannelState } from '@cars-bot/adapters/mtproto'
import type { WatchedChannel } from '../channels/watched-channel.js'
import { noteChannel } from '../channels/check-channel.js'
import { markUnavailable } from '../channels/mark-unavailable.js'
import { channelLag } from '../metrics.js'
import type { Reader } from '../reader.js'
import { isBehind, repairChannel } from './repair-channel.js'

/**
 * Compares every watched channel with Telegram's word for it, 100 channels a call, and repairs those that lag. Needed even on a quiet
 * connection: GramJS loses updates that share a packet with a failed answer.
 */
export async function sweepChannels(reader: Reader): Promise<void> {
  const states = await reader.session.channelStates([...reader.channels.values()])
  for (const state of states) {
    const channel = reader.channels.get(state.telegramId)
    if (!channel) continue
    if ('refusal' in state) {
      await markUnavailable(reader, channel, state.refusal)
      continue
    }
    if (state.channel) await noteChannel(reader, channel, state.channel)
    if (!reader.channels.has(state.telegramId)) continue
    channelLag.set({ channel: channel.reference }, Math.max(0, state.topMessageId - channel.lastMessageId))
    if (isBehind(channel, state)) channel.tasks.add(() => repairIfBehind(reader, channel, state))
  }
}

async function repairIfBehind(reader: Reader, channel: WatchedChannel, state: ChannelState): Promise<void> {
  if (!isBehind(channel, state)) return
  await repairChannel(reader, channel, state)
  channelLag.set({ channel: channel.reference }, Math.max(0, state.topMessageId - channel.lastMessageId))
}
