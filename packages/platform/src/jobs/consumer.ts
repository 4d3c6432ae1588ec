import { UnrecoverableError, Worker, type Job } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Alerts } from '../alerts.js'
import type { Database } from '../database.js'
import type { Log } from '../log.js'
import { jobDuration } from '../metrics.js'
import { catalog, isJobName, queueNames, queuePolicy, type JobName, type JobPayload } from './catalog.js'
import { storeDeadLetter } from './dead-letter.js'

export type JobHandlers = { [N in JobName]: (payload: JobPayload<N>) => Promise<void> }

/** What a thrown error means for the job. */
export type Failure = { kind: 'retry' } | { kind: 'permanent' } | { kind: 'rate-limited'; retryAfterMs: number }

export type ConsumerOptions = {
  redis: Redis
  db: Database
  log: Log
  alerts: Alerts
  handlers: JobHandlers
  failureOf: (error: unknown) => Failure
}

/**
 * One BullMQ worker per queue. A job of an unknown name or with a bad payload goes to the dead-letter list with an alert. A rate limit
 * pauses its queue for the time asked and costs no attempt; a permanent failure is not retried; a job out of attempts raises an alert.
 */
export function startConsumers(options: ConsumerOptions): { close(): Promise<void>; isRunning(): boolean } {
  const workers = queueNames.map((queue) => {
    const worker: Worker = new Worker(queue, (job) => consume(job, worker, options), {
      connection: options.redis,
      concurrency: queuePolicy[queue].concurrency,
      // The jobs of a killed worker are taken up by another within these together; a second run beside the first is harmless.
      lockDuration: 15_000,
      stalledInterval: 5_000,
      maxStalledCount: 20,
      // Never reached. Redis heeds a pause asked for by `rateLimit` only on workers that have a limiter; without one a fetch under way ends the pause.
      limiter: { max: 1_000_000, duration: 1_000 },
    })
    worker.on('error', (error) => options.log.warn('worker failed', { queue, error }))
    worker.on('failed', (job, error) => void reportFailure(job, error, options))
    return worker
  })
  return {
    isRunning: () => workers.every((worker) => worker.isRunning()),
    async close() {
      await Promise.all(workers.map((worker) => worker.close()))
    },
  }
}

async function consume(job: Job, worker: Worker, options: ConsumerOptions): Promise<void> {
  const { name } = job
  if (!isJobName(name)) return bury(job, 'this build has no job of that name', options)
  const payload = catalog[name].payload.safeParse(job.data)
  if (!payload.success) return bury(job, `bad payload: ${payload.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`, options)
  const stopTimer = jobDuration.startTimer({ job: name })
  try {
    await handlerOf(options.handlers, name)(payload.data)
    stopTimer({ outcome: 'done' })
  } catch (error) {
    const failure = options.failureOf(error)
    stopTimer({ outcome: failure.kind })
    if (failure.kind === 'rate-limited') {
      await worker.rateLimit(failure.retryAfterMs)
      throw Worker.RateLimitError()
    }
    options.log.warn('job failed', { job: name, payload: job.data as unknown, attempt: job.attemptsMade + 1, failure: failure.kind, error })
    if (failure.kind === 'permanent') throw new UnrecoverableError(error instanceof Error ? error.message : 'permanent failure')
    throw error
  }
}

async function bury(job: Job, reason: string, { db, alerts }: ConsumerOptions): Promise<void> {
  await storeDeadLetter(db, { queue: job.queueName, name: job.name, payload: job.data as unknown, reason })
  await alerts.raise({ level: 'ERROR', message: `Задача «${job.name}» отложена: ${reason}`, dedupeKey: `dead-letter:${job.name}` })
}

async function reportFailure(job: Job | undefined, error: Error, { alerts, log }: ConsumerOptions): Promise<void> {
  if (job?.finishedOn === undefined) return
  try {
    await alerts.raise({ level: 'ERROR', message: `Задача «${job.name}» не выполнена: ${error.message}`, dedupeKey: `failed:${job.name}` })
  } catch (alertError) {
    log.error('alert not stored', { error: alertError })
  }
}

/** The payload was parsed by the schema of the same name, which the handler's type is derived from. */
function handlerOf(handlers: JobHandlers, name: JobName): (payload: unknown) => Promise<void> {
  return handlers[name] as (payload: unknown) => Promise<void>
}
