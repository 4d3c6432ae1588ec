import { setTimeout as delay } from 'node:timers/promises'
import { createJobs, createLog, producerRedis, type Database } from '@cars-bot/platform'
import { until } from '@cars-bot/platform/testkit'
import type { WorldChannel, WorldMessage } from '@cars-bot/sandbox'
import { numberedAd } from '../system/ads.js'
import { startMonitorAlone, type MonitorAlone } from '../system/monitor-alone.js'
import { seededRandom } from '../system/seeded-random.js'

export type DrillOptions = { messages: number; albums: number; channels: number; cuts: number; kills: number; perSecond: number; seed: number }

export type DrillFigures = {
  posts: number
  missing: number
  doubled: number
  outOfOrder: number
  edited: number
  editsNotApplied: number
  deleted: number
  deletionsNotApplied: number
  postsWithoutJob: number
  jobsDoubled: number
  incompleteAlbums: number
  cuts: number
  kills: number
  updatesDoubled: number
  connectionsAtOnce: number
  seconds: number
}

const lossShare = 0.05
const doubledShare = 0.05
const editShare = 0.06
const deleteShare = 0.03
/** Stays below what counts as a wiped channel. */
const mostDeletionsPerChannel = 6

type Drill = { monitor: MonitorAlone; db: Database; channels: WorldChannel[]; random: ReturnType<typeof seededRandom>; expected: Expected[]; deletions: Map<WorldChannel, number>; edited: Set<Expected>; doubled: number }
type Expected = { channel: WorldChannel; messageId: number; parts: number; isDeleted: boolean }

/**
 * Posts ads into many channels in random order while connections are cut, updates lost and doubled and the monitor killed, with edits and
 * deletions between; reports what the database says of it once all has arrived, or after two minutes.
 */
export async function monitorDrill(place: { databaseUrl: string; redisUrl: string; db: Database }, options: DrillOptions): Promise<DrillFigures> {
  const monitor = await startMonitorAlone(place)
  try {
    const channels = await monitor.addChannels(options.channels)
    monitor.start()
    await monitor.untilWatched(channels.length)
    const drill: Drill = { monitor, db: place.db, channels, random: seededRandom(options.seed), expected: [], deletions: new Map(), edited: new Set(), doubled: 0 }
    const startedAt = performance.now()
    await play(drill, options)
    await until('everything arrived', async () => isSettled(await figuresOf(drill, place, options)), 120_000).catch(() => {})
    // Late doubles would still make a post too many.
    await delay(3_000)
    return { ...(await figuresOf(drill, place, options)), seconds: Math.round((performance.now() - startedAt) / 1000) }
  } finally {
    await monitor.close()
  }
}

async function play(drill: Drill, options: DrillOptions): Promise<void> {
  const { monitor, random, channels } = drill
  const total = options.messages + options.albums
  const kinds = shuffled([...Array<false>(options.messages).fill(false), ...Array<true>(options.albums).fill(true)], random)
  const cuts = new Set(Array.from({ length: options.cuts }, (_, index) => Math.floor(((index + random.next()) * total) / options.cuts)))
  const kills = new Set(Array.from({ length: options.kills }, (_, index) => Math.floor(((index + 0.2 + random.next() * 0.6) * total) / options.kills)))
  monitor.faults.add({ target: 'mtproto', kind: 'drop-update', probability: lossShare })
  const restarts: Promise<void>[] = []
  for (let n = 0; n < total; n++) {
    const channel = channels[random.below(channels.length)]
    if (channel) post(drill, channel, n, kinds[n] ?? false)
    if (random.next() < editShare) edit(drill)
    if (random.next() < deleteShare) await remove(drill)
    if (cuts.has(n)) monitor.server.disconnectAll()
    if (kills.has(n)) restarts.push(monitor.kill().then(() => monitor.start()))
    await delay(random.next() * 2 * (1000 / options.perSecond))
  }
  await Promise.all(restarts)
  monitor.faults.clear()
}

function post(drill: Drill, channel: WorldChannel, n: number, isAlbum: boolean): void {
  const { monitor: { world }, random, expected } = drill
  const { text } = numberedAd(n)
  const parts = isAlbum ? 2 + random.below(3) : 1
  const groupedId = isAlbum ? world.newGroupedId() : null
  const captioned = random.below(parts)
  const ids = Array.from({ length: parts }, (_, part) => {
    const file = isAlbum ? world.addFile({ kind: 'photo', mimeType: 'image/jpeg', bytes: Buffer.from(`photo ${n} ${part}`), width: 640, height: 480 }) : null
    const { id } = world.post(channel, { from: 'channel', text: part === captioned ? text : '', file, groupedId })
    if (random.next() < doubledShare) tellAgainLater(drill, channel)
    return id
  })
  expected.push({ channel, messageId: Math.min(...ids), parts, isDeleted: false })
}

/** The last event of the channel comes a second time, up to two seconds later. */
function tellAgainLater(drill: Drill, channel: WorldChannel): void {
  const event = channel.log.at(-1)
  if (!event) return
  drill.doubled += 1
  setTimeout(() => drill.monitor.world.emit('channel', channel, event), drill.random.next() * 2_000)
}

function edit({ monitor: { world }, random, expected, edited }: Drill): void {
  const target = expected[random.below(expected.length)]
  const message = target && !target.isDeleted ? captionOf(target) : undefined
  if (!target || !message) return
  world.edit(target.channel, message.id, { text: message.text.replace(/Цена \d+/, `Цена ${(400 + random.below(900)) * 1000}`) })
  edited.add(target)
}

/** Only what the monitor has a row of: an ad deleted before anybody saw it leaves nothing behind. */
async function remove({ monitor: { world }, db, random, expected, deletions, edited }: Drill): Promise<void> {
  const target = expected[random.below(expected.length)]
  const before = target ? (deletions.get(target.channel) ?? 0) : 0
  if (!target || target.isDeleted || before >= mostDeletionsPerChannel) return
  const row = await db.post.findFirst({ where: { messageId: target.messageId, channel: { reference: `@${target.channel.username}` } } })
  if (row?.messageIds.length !== target.parts) return
  world.delete(target.channel, row.messageIds)
  deletions.set(target.channel, before + 1)
  target.isDeleted = true
  edited.delete(target)
}

function captionOf({ channel, messageId, parts }: Expected): WorldMessage | undefined {
  return Array.from({ length: parts }, (_, part) => channel.messages.get(messageId + part)).find((message) => message?.text)
}

type Settling = Omit<DrillFigures, 'seconds'>

async function figuresOf({ db, expected, edited, doubled, monitor }: Drill, { redisUrl }: { redisUrl: string }, options: DrillOptions): Promise<Settling> {
  const rows = await db.post.findMany({ include: { channel: true }, orderBy: [{ createdAt: 'asc' }, { messageId: 'asc' }] })
  const byPlace = Map.groupBy(rows, (row) => place(row.channel.reference, row.messageId))
  const rowOf = (one: Expected) => byPlace.get(place(`@${one.channel.username}`, one.messageId))?.[0]
  const jobs = await processJobs(redisUrl)
  const newest = new Map<string, number>()
  let outOfOrder = 0
  for (const { channel, messageId } of rows) {
    if (messageId < (newest.get(channel.reference) ?? 0)) outOfOrder += 1
    newest.set(channel.reference, messageId)
  }
  return {
    posts: rows.length,
    missing: expected.filter((one) => !rowOf(one)).length,
    doubled: rows.length - byPlace.size,
    outOfOrder,
    edited: edited.size,
    editsNotApplied: [...edited].filter((one) => rowOf(one)?.text !== captionOf(one)?.text).length,
    deleted: expected.filter((one) => one.isDeleted).length,
    deletionsNotApplied: expected.filter((one) => one.isDeleted && rowOf(one)?.status !== 'WITHDRAWN').length,
    postsWithoutJob: rows.filter((row) => row.status !== 'WITHDRAWN' && !jobs.includes(row.id)).length,
    jobsDoubled: jobs.length - new Set(jobs).size,
    incompleteAlbums: expected.filter((one) => !one.isDeleted && rowOf(one)?.messageIds.length !== one.parts).length,
    cuts: options.cuts,
    kills: options.kills,
    updatesDoubled: doubled,
    connectionsAtOnce: Math.max(...monitor.server.maxConnectionsPerKey().values()),
  }
}

function isSettled(figures: Settling): boolean {
  const { missing, editsNotApplied, deletionsNotApplied, postsWithoutJob, incompleteAlbums } = figures
  return missing + editsNotApplied + deletionsNotApplied + postsWithoutJob + incompleteAlbums === 0
}

/** Whether the drill came out as the product promises. */
export function isExact(figures: DrillFigures, { messages, albums }: DrillOptions): boolean {
  return isSettled(figures) && figures.posts === messages + albums && figures.doubled + figures.outOfOrder + figures.jobsDoubled === 0 && figures.connectionsAtOnce === 1
}

async function processJobs(redisUrl: string): Promise<string[]> {
  const log = createLog('drill', 'error')
  const redis = producerRedis(redisUrl, log)
  const jobs = createJobs(redis, log)
  try {
    const waiting = await jobs.queues.find((queue) => queue.name === 'ai')?.getJobs(['waiting', 'delayed', 'prioritized'])
    return (waiting ?? []).flatMap((job) => (job.name === 'processPost' ? [String(job.data.postId)] : []))
  } finally {
    await jobs.close()
    await redis.quit()
  }
}

function place(reference: string, messageId: number): string {
  return `${reference} ${messageId}`
}

function shuffled<T>(list: readonly T[], random: ReturnType<typeof seededRandom>): T[] {
  return list
    .map((value) => ({ value, key: random.next() }))
    .toSorted((one, other) => one.key - other.key)
    .map(({ value }) => value)
}
