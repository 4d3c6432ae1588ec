import type { BotApi } from '@cars-bot/adapters/bot-api'
import type { Payments, ProviderPayment } from '@cars-bot/adapters/yookassa'
import { createAlerts, createJobs, createPhoneVault, type Jobs } from '@cars-bot/platform'
import { testDatabase, testLog, testRedis } from '@cars-bot/platform/testkit'
import type { App } from '../app.js'
import { createModelOutage } from '../reading/model-outage.js'

export type SentMessage = Parameters<BotApi['sendText']>[0]

export type TestApp = App & {
  log: ReturnType<typeof testLog>
  /** What reached Telegram. */
  sent: SentMessage[]
  edited: Parameters<BotApi['editText']>[0][]
  /** What Telegram answers instead of taking the next messages, one per send. */
  failures: Error[]
  /** What YooKassa says of a payment, by its own id; it knows no others. */
  provided: Map<string, ProviderPayment>
  clock: { now: Date }
  close(): Promise<void>
}

/** An app on a database and a Redis of its own. Telegram takes private messages and YooKassa tells of given payments; every other call to the outside fails the test. */
export async function testApp(): Promise<TestApp> {
  const [database, redis] = await Promise.all([testDatabase(), testRedis()])
  const log = testLog()
  const jobs: Jobs = createJobs(redis.redis, log)
  const sent: SentMessage[] = []
  const edited: Parameters<BotApi['editText']>[0][] = []
  const failures: Error[] = []
  const provided = new Map<string, ProviderPayment>()
  const clock = { now: new Date('2026-12-01T09:00:00Z') }
  return {
    db: database.db,
    jobs,
    log,
    alerts: createAlerts(database.db, log, 'worker'),
    phones: createPhoneVault(new Uint8Array(32).fill(7)),
    bot: onlyWith<BotApi>('Bot API', { sendText: async (message) => takeMessage(message, sent, failures), editText: async (edit) => Promise.resolve(void edited.push(edit)) }),
    payments: onlyWith<Payments>('YooKassa', { mode: 'live', getPayment: async (externalId) => lookUp(provided, externalId) }),
    botUsername: 'cars_test_bot',
    newsChannelId: -1001000000001n,
    adminIds: [],
    adReader: null,
    modelOutage: createModelOutage(redis.redis, { fallbackAfterMs: 600_000 }),
    modelFallbackAfterMs: 600_000,
    media: onlyWith('media store', {}),
    mediaRetentionDays: 30,
    sheets: onlyWith('Sheets', {}),
    editBudget: { take: async () => Promise.resolve({ ok: true } as const) },
    channelBudget: onlyWith('channel budget', {}),
    messageBudget: { take: async () => Promise.resolve({ ok: true } as const) },
    broadcastBudget: { take: async () => Promise.resolve({ ok: true } as const) },
    now: () => clock.now,
    sent,
    edited,
    failures,
    provided,
    clock,
    async close() {
      await jobs.close()
      await Promise.all([database.close(), redis.close()])
    },
  }
}

async function takeMessage(message: SentMessage, sent: SentMessage[], failures: Error[]): Promise<{ messageId: number }> {
  const failure = failures.shift()
  if (failure) throw failure
  sent.push(message)
  return Promise.resolve({ messageId: sent.length })
}

async function lookUp(provided: ReadonlyMap<string, ProviderPayment>, externalId: string): Promise<ProviderPayment> {
  const payment = provided.get(externalId)
  if (!payment) throw new Error(`the test gave no answer for payment ${externalId}`)
  return Promise.resolve(payment)
}

/** Has what is given; every other use throws. */
function onlyWith<T extends object>(name: string, given: Partial<T>): T {
  return new Proxy(given as T, {
    get(target, property) {
      if (property in target) return Reflect.get(target, property)
      throw new Error(`${name}: ${String(property)} is not expected here`)
    },
  })
}
