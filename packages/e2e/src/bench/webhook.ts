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
import { percentiles } from './percentiles.js'

const payments = 2_000
const forgedShare = 0.2

/** The webhook as a process of its own takes notifications at a steady pace, each of five copies of one payment, a fifth of them of payments nobody knows; times as the sender sees them (ms). */
export async function benchWebhook({ db, databaseUrl, redisUrl }: Servers, { perSecond, seconds }: { perSecond: number; seconds: number }): Promise<object> {
  const user = await db.user.create({ data: { telegramId: 1n } })
  const rows = Array.from({ length: payments }, () => ({ userId: user.id, provider: 'YOOKASSA' as const, plan: 'MONTHLY' as const, amountKopecks: 299_00, durationDays: 30, idempotenceKey: randomUUID(), externalId: randomUUID() }))
  await db.payment.createMany({ data: rows })
  const [port, healthPort] = [await freePort(), await freePort()]
  const env = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, WEBHOOK_PORT: String(port), HEALTH_PORT: String(healthPort), WEBHOOK_CHECK_ADDRESS: 'off', LOG_LEVEL: 'warn' }
  const child = startChild({ name: 'webhook', script: fileURLToPath(new URL('../../../../services/webhook/dist/main.js', import.meta.url)), env })
  try {
    await until('the webhook is ready', async () => (await fetch(`http://127.0.0.1:${healthPort}/ready`).catch(() => null))?.ok, 20_000)
    const random = seededRandom(7)
    const externalId = (): string => (random.next() < forgedShare ? randomUUID() : (rows[random.below(rows.length)]?.externalId ?? ''))
    await pace({ port, perSecond, seconds: 2, externalId })
    const cpuBefore = await cpuMs(child.pid)
    const { durations, statuses, elapsedMs } = await pace({ port, perSecond, seconds, externalId })
    const cpuMsEach = Math.round(((await cpuMs(child.pid)) - cpuBefore) / durations.length * 1_000) / 1_000
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
