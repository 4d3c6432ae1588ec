import type { App } from '../app.js'
import { paymentOf, type Notification } from './notification.js'

export type Taken = 'enqueued' | 'unknown-payment'
export type Intake = (given: Notification) => Promise<Taken>

type Waiting = { given: Notification; resolve: (taken: Taken) => void; reject: (error: unknown) => void }

const mostAtOnce = 200
/** While one batch is at the database another may be at Redis. */
const mostBeside = 3

/**
 * Has payments settled, or their refunds, by the worker, which asks the provider itself. Notifications that arrive while others are being taken go together: one query and one request to
 * Redis for all of them, so that a storm costs little more than a single one. Each is answered only when its job is kept.
 */
export function createIntake(app: App): Intake {
  let waiting: Waiting[] = []
  let running = 0

  async function run(): Promise<void> {
    running++
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostAtOnce)
      waiting = waiting.slice(mostAtOnce)
      await takeBatch(app, batch)
    }
    running--
  }

  return (given) => {
    const { promise, resolve, reject } = Promise.withResolvers<Taken>()
    waiting.push({ given, resolve, reject })
    if (running < mostBeside) void run()
    return promise
  }
}

async function takeBatch(app: App, batch: readonly Waiting[]): Promise<void> {
  try {
    const known = await app.db.payment.findMany({ where: { externalId: { in: [...new Set(batch.map(({ given }) => paymentOf(given)))] } }, select: { id: true, externalId: true } })
    const ids = new Map(known.map(({ id, externalId }) => [externalId, id]))
    await enqueue(app, batch.flatMap(({ given }) => withPayment(given, ids.get(paymentOf(given)))))
    for (const { given, resolve } of batch) resolve(ids.has(paymentOf(given)) ? 'enqueued' : 'unknown-payment')
  } catch (error) {
    for (const { reject } of batch) reject(error)
  }
}

type Known = { event: Notification['event']; paymentId: string }

function withPayment({ event }: Notification, paymentId: string | undefined): Known[] {
  return paymentId === undefined ? [] : [{ event, paymentId }]
}

/**
 * Copies of one event are one job while it waits or runs; different events are different jobs, so that "succeeded" is not swallowed by an earlier look at the same payment.
 * Refunds are never swallowed: a second one may come while the first is looked at.
 */
async function enqueue(app: App, known: readonly Known[]): Promise<void> {
  const settled = new Map(known.filter(({ event }) => event !== 'refund.succeeded').map(({ event, paymentId }) => [`${event}:${paymentId}`, paymentId]))
  const refunded = new Set(known.filter(({ event }) => event === 'refund.succeeded').map(({ paymentId }) => paymentId))
  await app.jobs.enqueueAll('settlePayment', [...settled].map(([dedupeKey, paymentId]) => ({ payload: { paymentId }, options: { dedupeKey } })))
  await app.jobs.enqueueAll('settleRefunds', [...refunded].map((paymentId) => ({ payload: { paymentId } })))
}
