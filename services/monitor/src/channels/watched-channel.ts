import type { ChannelAddress } from '@cars-bot/adapters/mtproto'
import type { ChannelModel } from '@cars-bot/platform'
import type { SerialTasks } from '../serial-tasks.js'

/** A channel that is read: its row as last seen, and how far it has been read. */
export type WatchedChannel = ChannelAddress & {
  id: number
  reference: string
  username: string | null
  title: string | null
  keywords: string[]
  isProtected: boolean
  protectedContentPolicy: ChannelModel['protectedContentPolicy']
  /** Everything up to these is in the database. `pts` is null until the channel was read for the first time. */
  lastMessageId: number
  pts: number | null
  /** The row says ACTIVE: from here on nothing is missed. */
  isActive: boolean
  /** Everything that reads or moves the cursor runs here. */
  tasks: SerialTasks
  /** Events are known to be missing; asked for again not before `repairNotBefore` (epoch ms). */
  needsRepair: boolean
  /** A repair waits among the tasks or runs. */
  isRepairQueued: boolean
  repairNotBefore: number
}

export function watchedChannel(row: ChannelModel, address: ChannelAddress, tasks: SerialTasks): WatchedChannel {
  return {
    ...address,
    id: row.id,
    reference: row.reference,
    username: row.username,
    title: row.title,
    keywords: row.keywords,
    isProtected: row.isProtected,
    protectedContentPolicy: row.protectedContentPolicy,
    lastMessageId: row.lastMessageId,
    pts: row.pts,
    isActive: row.status === 'ACTIVE' && row.attempts === 0 && row.nextAttemptAt === null,
    tasks,
    needsRepair: false,
    isRepairQueued: false,
    repairNotBefore: 0,
  }
}
