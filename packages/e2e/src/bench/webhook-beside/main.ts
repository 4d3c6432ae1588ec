import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { createJobs, createLog, openDatabase, producerRedis } from '@cars-bot/platform'

/**
 * What `make bench NAME=webhook` measures the webhook against, a process of its own: KIND=nothing reads the body and answers, the least any server takes on this machine; KIND=one-by-one asks the
 * database and Redis once per notification, as a webhook without batches would.
 */
const { KIND = '', PORT = '', DATABASE_URL = '', REDIS_URL = '' } = process.env
const take = KIND === 'one-by-one' ? oneByOne() : null

createServer((request, response) => {
  text(request)
    .then((body) => take?.(body))
    .then(
      () => response.end(),
      () => response.writeHead(503).end(),
    )
}).listen(Number(PORT), '127.0.0.1')

function oneByOne(): (body: string) => Promise<void> {
  const log = createLog('webhook-beside', 'warn')
  const db = openDatabase(DATABASE_URL)
  const jobs = createJobs(producerRedis(REDIS_URL, log), log)
  return async (body) => {
    const payment = await db.payment.findUnique({ where: { externalId: externalIdOf(body) }, select: { id: true } })
    if (payment) await jobs.enqueue('settlePayment', { paymentId: payment.id }, { dedupeKey: `payment.succeeded:${payment.id}` })
  }
}

function externalIdOf(body: string): string {
  return /"id":"([^"]+)"/.exec(body)?.[1] ?? ''
}
