import type { ChannelModel } from '@cars-bot/platform'
import { resumePosts } from '../ingest/resume-posts.js'
import { watchedChannels } from '../metrics.js'
import type { Reader } from '../reader.js'
import { repairChannel } from '../repair/repair-channel.js'
import { taskFailed } from '../repair/task-failed.js'
import { createSerialTasks } from '../serial-tasks.js'
import { waitsToJoinText } from '../texts.js'
import { admitChannel } from './admit-channel.js'
import { joinGate } from './enter-channel.js'
import { assignChannels } from './is-assigned.js'
import type { JoinBudget } from './join-budget.js'
import { markUnavailable } from './mark-unavailable.js'
import { watchedChannel, type WatchedChannel } from './watched-channel.js'

/**
 * Brings the watched channels in line with the table: known ones are watched at once and without asking Telegram anything, disabled ones are
 * let go. Returns the rows that still have to be found and joined.
 */
export async function watchKnownChannels(reader: Reader, keyIdsAtWork: readonly string[]): Promise<ChannelModel[]> {
  const { app, session, channels } = reader
  const rows = await app.db.channel.findMany({ where: { isEnabled: true }, orderBy: { addedAt: 'asc' } })
  const assigned = assignChannels(rows, keyIdsAtWork)
  const mine = rows.filter((row) => assigned.get(row.id) === session.sessionKeyId)
  const isFirst = [...keyIdsAtWork].sort()[0] === session.sessionKeyId
  if (isFirst) for (const row of rows) if (assigned.get(row.id) === null && isDue(reader, row)) await markUnavailable(reader, row, 'NO_ACCOUNT_LEFT')
  const known = mine.filter((row) => isKnown(row, session.sessionKeyId))
  const wanted = new Set(known.map((row) => row.telegramId))
  for (const telegramId of channels.keys()) if (!wanted.has(telegramId)) channels.delete(telegramId)
  for (const row of known) watch(reader, row)
  watchedChannels.set({ account: session.sessionKeyId }, channels.size)
  return mine.filter((row) => !isKnown(row, session.sessionKeyId))
}

/** The periodic look at the table: new channels are found and joined as the budget allows, repairs that are due are made. */
export async function refreshChannels(reader: Reader, budget: JoinBudget, keyIdsAtWork: readonly string[]): Promise<void> {
  const unknown = await watchKnownChannels(reader, keyIdsAtWork)
  for (const channel of reader.channels.values()) if (channel.needsRepair || !channel.isActive) queueRepair(reader, channel)
  let mayJoin = await joinGate(reader).isOpen()
  for (const row of unknown) {
    if (!isDue(reader, row)) continue
    // Without its own look-up a channel that waits for its turn to be joined costs nothing until then.
    const isLookedUp = row.statusReason === waitsToJoinText && row.sessionKeyId === reader.session.sessionKeyId
    if (isLookedUp ? !mayJoin : !budget.take()) continue
    if (isLookedUp) mayJoin = false
    const admitted = await admitChannel(reader, row)
    if (admitted) watch(reader, admitted)
    watchedChannels.set({ account: reader.session.sessionKeyId }, reader.channels.size)
  }
}

function isDue({ app }: Reader, row: ChannelModel): boolean {
  return row.nextAttemptAt === null || row.nextAttemptAt <= app.now()
}

/** The account is a member of a known channel, so that nothing stands between it and its updates. */
function isKnown(row: ChannelModel, keyId: string): boolean {
  const isEntered = row.status === 'ACTIVE' || (row.status === 'PENDING' && row.joinedAt !== null)
  return row.telegramId !== null && row.accessHash !== null && row.sessionKeyId === keyId && isEntered
}

function watch(reader: Reader, row: ChannelModel): void {
  if (row.telegramId === null || row.accessHash === null) return
  const { telegramId, accessHash } = row
  const known = reader.channels.get(telegramId)
  if (known) {
    Object.assign(known, { accessHash, username: row.username, title: row.title, keywords: row.keywords, isProtected: row.isProtected, protectedContentPolicy: row.protectedContentPolicy })
    return
  }
  const channel: WatchedChannel = watchedChannel(row, { telegramId, accessHash }, createSerialTasks((error) => taskFailed(reader, channel, error)))
  reader.channels.set(telegramId, channel)
  if (!channel.isActive) queueRepair(reader, channel)
  channel.tasks.add(() => resumePosts(reader, channel))
}

/** Brings a channel up to date; ACTIVE says that from now on nothing is missed. */
async function bringUpToDate(reader: Reader, channel: WatchedChannel): Promise<void> {
  await repairChannel(reader, channel)
  if (channel.isActive) return
  await reader.app.db.channel.update({ where: { id: channel.id }, data: { status: 'ACTIVE', statusReason: null, attempts: 0, nextAttemptAt: null } })
  channel.isActive = true
  reader.app.log.info('channel watched', { channelId: channel.id, reference: channel.reference })
}

function queueRepair(reader: Reader, channel: WatchedChannel): void {
  if (channel.isRepairQueued || reader.app.now().getTime() < channel.repairNotBefore) return
  channel.isRepairQueued = true
  channel.tasks.add(() => bringUpToDate(reader, channel).finally(() => void (channel.isRepairQueued = false)))
}
