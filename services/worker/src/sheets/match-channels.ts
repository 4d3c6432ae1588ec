import type { ChannelModel } from '@cars-bot/platform'
import { repeatedChannel, type ChannelRow } from './channel-row.js'

export type MatchedRow = { row: Extract<ChannelRow, { kind: 'channel' }>; channel: ChannelModel | null }
export type ChannelMatch = { matched: MatchedRow[]; faults: { row: number; fault: string }[] }

/**
 * Which known channel each row means: by its reference, else by the name or number that Telegram told of it, so that another spelling is no
 * second channel. Two rows of one channel: the later is a fault.
 */
export function matchChannels(rows: readonly ChannelRow[], channels: readonly ChannelModel[]): ChannelMatch {
  const byReference = new Map(channels.map((channel) => [channel.reference, channel]))
  const byAlias = new Map(channels.flatMap((channel) => aliases(channel).map((alias) => [alias, channel] as const)))
  const takenBy = new Map<number, number>()
  const match: ChannelMatch = { matched: [], faults: [] }
  for (const row of rows) {
    if (row.kind === 'faulty') {
      match.faults.push({ row: row.row, fault: row.fault })
      continue
    }
    const channel = byReference.get(row.key) ?? byAlias.get(row.key) ?? null
    const takenRow = channel && takenBy.get(channel.id)
    if (takenRow) {
      match.faults.push({ row: row.row, fault: repeatedChannel(takenRow) })
      continue
    }
    if (channel) takenBy.set(channel.id, row.row)
    match.matched.push({ row, channel })
  }
  return match
}

function aliases({ username, telegramId }: ChannelModel): string[] {
  return [...(username ? [`@${username.replace(/^@/, '').toLowerCase()}`] : []), ...(telegramId === null ? [] : [telegramId.toString()])]
}
