import { Queue, type JobsOptions } from 'bullmq'
import type { Redis } from 'ioredis'
import { inTime } from '../in-time.js'
import type { Log } from '../log.js'
import { catalog, isJobName, queueNames, queuePolicy, type JobName, type JobPayload, type QueueName } from './catalog.js'

export type EnqueueOptions = {
  delayMs?: number
  /** While a job of this key waits or runs, another one is not added. Free form, no length limit of note. */
  dedupeKey?: string
}

export type TimetableEntry = { name: JobName } & ({ everyMs: number } | { pattern: string; timeZone: string })

export type Jobs = {
  /** Throws when Redis has not taken the job within 3 s. */
  enqueue<N extends JobName>(name: N, payload: JobPayload<N>, options?: EnqueueOptions): Promise<void>
  /** The same for many jobs of one name in one request to Redis. */
  enqueueAll<N extends JobName>(name: N, jobs: readonly { payload: JobPayload<N>; options?: EnqueueOptions }[]): Promise<void>
  /** Makes the job schedulers in Redis exactly these: adds, changes, and removes what is no longer named. */
  applyTimetable(entries: readonly TimetableEntry[]): Promise<void>
  /** Jobs waiting, delayed, active and failed, by queue. */
  counts(): Promise<Record<QueueName, { waiting: number; active: number; delayed: number; failed: number }>>
  queues: readonly Queue[]
  close(): Promise<void>
}

/** BullMQ itself waits for Redis for ever; a request must not. */
const enqueueDeadlineMs = 3_000

/** The only way into the queues. The Redis connection stays the caller's to close. */
export function createJobs(redis: Redis, log: Log): Jobs {
  const queues = new Map(queueNames.map((name) => [name, openQueue(name, redis, log)]))
  const queueOf = (name: QueueName): Queue => {
    const queue = queues.get(name)
    if (!queue) throw new Error(`no queue ${name}`)
    return queue
  }
  return {
    queues: [...queues.values()],
    async enqueue(name, payload, options = {}) {
      const parsed = catalog[name].payload.parse(payload)
      await inTime(queueOf(catalog[name].queue).add(name, parsed, jobOptions(options)), enqueueDeadlineMs)
    },
    async enqueueAll(name, jobs) {
      const added = jobs.map(({ payload, options = {} }) => ({ name, data: catalog[name].payload.parse(payload), opts: jobOptions(options) }))
      if (added.length > 0) await inTime(queueOf(catalog[name].queue).addBulk(added), enqueueDeadlineMs)
    },
    async applyTimetable(entries) {
      for (const entry of entries) {
        const repeat = 'everyMs' in entry ? { every: entry.everyMs } : { pattern: entry.pattern, tz: entry.timeZone }
        await queueOf(catalog[entry.name].queue).upsertJobScheduler(entry.name, repeat, { name: entry.name, data: {} })
      }
      await Promise.all([...queues.values()].map((queue) => removeOthers(queue, new Set<string>(entries.map((entry) => entry.name)))))
    },
    async counts() {
      const pairs = await Promise.all(
        queueNames.map(async (name) => {
          const counts = await queueOf(name).getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed')
          const { waiting = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = counts
          return [name, { waiting: waiting + prioritized, active, delayed, failed }] as const
        }),
      )
      return byQueue(pairs)
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()))
    },
  }
}

function openQueue(name: QueueName, redis: Redis, log: Log): Queue {
  const { attempts, backoffMs } = queuePolicy[name]
  const queue = new Queue(name, {
    connection: redis,
    defaultJobOptions: {
      attempts,
      backoff: { type: 'exponential', delay: backoffMs, jitter: 0.3 },
      removeOnComplete: { age: 3_600, count: 1_000 },
      removeOnFail: { age: 14 * 86_400, count: 5_000 },
    },
  })
  queue.on('error', (error) => log.warn('queue failed', { queue: name, error }))
  return queue
}

function jobOptions({ delayMs, dedupeKey }: EnqueueOptions): JobsOptions {
  return { ...(delayMs ? { delay: delayMs } : {}), ...(dedupeKey ? { deduplication: { id: dedupeKey } } : {}) }
}

async function removeOthers(queue: Queue, kept: ReadonlySet<string>): Promise<void> {
  for (const { key } of await queue.getJobSchedulers()) {
    if (!kept.has(key) || (isJobName(key) && catalog[key].queue !== queue.name)) await queue.removeJobScheduler(key)
  }
}

/** Every queue name is in the pairs, so the record is whole. */
function byQueue<T>(pairs: readonly (readonly [QueueName, T])[]): Record<QueueName, T> {
  return Object.fromEntries(pairs) as Record<QueueName, T>
}
