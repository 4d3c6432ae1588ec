import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort, until } from '@cars-bot/platform/testkit'
import { startChild } from '../system/child.js'
import { seededRandom } from '../system/seeded-random.js'
import type { Servers } from '../system/with-servers.js'
import { percentiles, type Percentiles } from './percentiles.js'

const payments = 2_000
const forgedShare = 0.2

type Measured = { sent: number; perSecond: number; statuses: Record<string, number>; ms: Percentiles; cpuMsEach: number }

/**
 * The webhook as a process of its own takes notifications at a steady pace, of payments drawn at random, so that each comes several times, a fifth of them of payments nobody knows; times as the sender
 * sees them (ms). Beside it, under the same load one after the other: a server that does nothing, and one that asks the database and Redis once per notification.
 */
export async function benchWebhook({ db, databaseUrl, redisUrl }: Servers, load: { perSecond: number; seconds: number }): Promise<object> {
  const user = await db.user.create({ data: { telegramId: 1n } })
  const rows = Array.from({ length: payments }, () => ({ userId: user.id, provider: 'YOOKASSA' as const, plan: 'MONTHLY' as const, amountKopecks: 299_00, durationDays: 30, idempotenceKey: randomUUID(), externalId: randomUUID() }))
  await db.payment.createMany({ data: rows })
  const known = rows.map(({ externalId }) => externalId)
  const stores = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, LOG_LEVEL: 'warn' }
  const beside = fileURLToPath(new URL('webhook-beside/main.js', import.meta.url))
  const [port, healthPort, nothingPort, oneByOnePort] = [await freePort(), await freePort(), await freePort(), await freePort()]
  const webhook = {
    script: fileURLToPath(new URL('../../../../services/webhook/dist/main.js', import.meta.url)),
    env: { ...stores, WEBHOOK_PORT: String(port), HEALTH_PORT: String(healthPort), WEBHOOK_CHECK_ADDRESS: 'off' },
  }
  return {
    webhook: await measured({ ...webhook, port, known, load }),
    besideNothing: await measured({ script: beside, env: { KIND: 'nothing', PORT: String(nothingPort) }, port: nothingPort, known, load }),
    besideOneByOne: await measured({ script: beside, env: { ...stores, KIND: 'one-by-one', PORT: String(oneByOnePort) }, port: oneByOnePort, known, load }),
  }
}

async function measured({ script, env, port, known, load: { perSecond, seconds } }: { script: string; env: Record<string, string>; port: number; known: readonly string[]; load: { perSecond: number; seconds: number } }): Promise<Measured> {
  const child = startChild({ name: 'webhook', script, env })
  try {
    await until('the server answers', async () => (await fetch(`http://127.0.0.1:${port}/webhooks/yookassa`, { method: 'POST', body: '{}' }).catch(() => null))?.ok, 20_000)
    const random = seededRandom(7)
    const externalId = (): string => (random.next() < forgedShare ? randomUUID() : (known[random.below(known.length)] ?? ''))
    await pace({ port, perSecond, seconds: 2, externalId })
    const cpuBefore = await cpuMs(child.pid)
    const { durations, statuses, elapsedMs } = await pace({ port, perSecond, seconds, externalId })
    const cpuMsEach = Math.round((((await cpuMs(child.pid)) - cpuBefore) / durations.length) * 1_000) / 1_000
    return { sent: durations.length, perSecond: Math.round(durations.length / (elapsedMs / 1_000)), statuses: Object.fromEntries(statuses), ms: percentiles(durations), cpuMsEach }
  } finally {
    await child.kill('SIGTERM')
  }
}

/** Processor time of a process so far, in ticks of 10 ms (man 5 proc). */
async function cpuMs(pid: number): Promise<number> {
  const [, fields = ''] = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')
  const words = fields.split(' ')
  return (Number(words[11]) + Number(words[12])) * 10
}

type Paced = { durations: number[]; statuses: Map<number, number>; elapsedMs: number }

/** Every request starts on time, however slow the answers are: a queue that builds up shows in the times. */
async function pace({ port, perSecond, seconds, externalId }: { port: number; perSecond: number; seconds: number; externalId: () => string }): Promise<Paced> {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 })
  const paced: Paced = { durations: [], statuses: new Map(), elapsedMs: 0 }
  const running: Promise<void>[] = []
  const startedAt = performance.now()
  for (let sent = 0; sent < perSecond * seconds; ) {
    const due = Math.min(perSecond * seconds, Math.floor(((performance.now() - startedAt) / 1_000) * perSecond))
    for (; sent < due; sent++) running.push(post(agent, port, externalId(), paced))
    await delay(2)
  }
  await Promise.all(running)
  paced.elapsedMs = performance.now() - startedAt
  agent.destroy()
  return paced
}

async function post(agent: Agent, port: number, externalId: string, { durations, statuses }: Paced): Promise<void> {
  const body = JSON.stringify({ type: 'notification', event: 'payment.succeeded', object: { id: externalId, status: 'succeeded', amount: { value: '299.00', currency: 'RUB' } } })
  const startedAt = performance.now()
  const status = await new Promise<number>((resolve) => {
    const asked = request({ agent, port, host: '127.0.0.1', method: 'POST', path: '/webhooks/yookassa', headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0))
    })
    asked.once('error', () => resolve(0))
    asked.end(body)
  })
  durations.push(performance.now() - startedAt)
  statuses.set(status, (statuses.get(status) ?? 0) + 1)
}
