import { randomUUID } from 'node:crypto'
import type { BotApi, BotUpdate, Command, Keyboard, Person } from '@cars-bot/adapters/bot-api'
import { PermanentError } from '@cars-bot/adapters/errors'
import type { CreatedPayment, Payments } from '@cars-bot/adapters/yookassa'
import { escapeHtml } from '@cars-bot/domain'
import { createAlerts, createJobs, createPhoneVault, type Jobs } from '@cars-bot/platform'
import { testDatabase, testLog, testRedis } from '@cars-bot/platform/testkit'
import type { App } from './app.js'

type Sent = Parameters<BotApi['sendText']>[0]
type SentPhoto = Parameters<BotApi['sendPhoto']>[0]
type Deleted = Parameters<BotApi['deleteMessage']>[0]
type InlineAnswer = Parameters<BotApi['answerInline']>[0]
type Edited = Parameters<BotApi['editText']>[0]
type Asked = Parameters<Payments['createPayment']>[0]

/** YooKassa as far as a buyer meets it: one key makes one payment; a pending payment can't be canceled unless the test allows it. */
export type FakeProvider = { asked: Asked[]; created: Map<string, CreatedPayment>; failures: Error[]; canCancel: boolean }

export type TestApp = App & {
  jobs: Jobs
  log: ReturnType<typeof testLog>
  sent: Sent[]
  edited: Edited[]
  toasts: (string | null)[]
  keyboards: Parameters<BotApi['editKeyboard']>[0][]
  photos: SentPhoto[]
  deleted: Deleted[]
  inlineAnswers: InlineAnswer[]
  invoices: Parameters<BotApi['createInvoiceLink']>[0][]
  checkouts: Parameters<BotApi['answerPreCheckout']>[0][]
  starRenewals: Parameters<BotApi['setStarRenewal']>[0][]
  /** Menus of commands by the scope they were set for, as JSON. */
  menus: Map<string, readonly Command[]>
  /** What Telegram answers instead of taking the next message, new or edited. */
  failures: Error[]
  provider: FakeProvider
  clock: { now: Date }
  reset(): void
  close(): Promise<void>
}

/** An app on a database and a Redis of its own; calls to the outside that a bot's chat needs no more than are recorded, all others fail the test. */
export async function testApp(): Promise<TestApp> {
  const [database, redis] = await Promise.all([testDatabase(), testRedis()])
  const log = testLog()
  const jobs = createJobs(redis.redis, log)
  const start = new Date('2026-12-01T09:00:00Z')
  const app: TestApp = {
    db: database.db,
    jobs,
    log,
    alerts: createAlerts(database.db, log, 'bot'),
    phones: createPhoneVault(new Uint8Array(32).fill(7)),
    bot: onlyWith<BotApi>('Bot API', {
      sendText: async (message) => record(app.failures, () => ({ messageId: app.sent.push(message) })),
      editText: async (message) => record(app.failures, () => void app.edited.push(message)),
      editKeyboard: async (edit) => record(app.failures, () => void app.keyboards.push(edit)),
      sendPhoto: async (photo) => record(app.failures, () => ({ messageId: app.photos.push(photo) })),
      deleteMessage: async (place) => record(app.failures, () => void app.deleted.push(place)),
      answerInline: async (answer) => record(app.failures, () => void app.inlineAnswers.push(answer)),
      setCommands: async (commands, scope = {}) => record([], () => void app.menus.set(JSON.stringify(scope, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)), commands)),
      showCommandsButton: async () => record([], () => {}),
      createInvoiceLink: async (invoice) => record(app.failures, () => `https://t.me/$${app.invoices.push(invoice)}`),
      answerPreCheckout: async (answer) => record([], () => void app.checkouts.push(answer)),
      setStarRenewal: async (renewal) => record(app.failures, () => void app.starRenewals.push(renewal)),
      answerCallback: async ({ text }) => record([], () => void app.toasts.push(text ?? null)),
    }),
    payments: onlyWith<Payments>('YooKassa', {
      mode: 'live',
      createPayment: async (input) => record(app.provider.failures, () => createdOnce(app.provider, input)),
      cancelPayment: async (externalId) => record(app.provider.failures, () => canceled(app.provider, externalId)),
    }),
    botUsername: 'cars_test_bot',
    adminIds: [adminId],
    returnUrl: 'https://t.me/cars_test_bot',
    now: () => app.clock.now,
    sent: [],
    edited: [],
    toasts: [],
    keyboards: [],
    photos: [],
    deleted: [],
    inlineAnswers: [],
    invoices: [],
    checkouts: [],
    starRenewals: [],
    menus: new Map(),
    failures: [],
    provider: { asked: [], created: new Map(), failures: [], canCancel: false },
    clock: { now: start },
    reset() {
      for (const list of [app.sent, app.edited, app.toasts, app.keyboards, app.photos, app.deleted, app.inlineAnswers, app.invoices, app.checkouts, app.starRenewals, app.failures, app.provider.asked, app.provider.failures, log.lines]) list.length = 0
      app.provider.created.clear()
      app.menus.clear()
      app.provider.canCancel = false
      app.clock.now = start
    },
    async close() {
      await jobs.close()
      await Promise.all([database.close(), redis.close()])
    },
  }
  return app
}

/** Everybody else is no admin. */
export const adminId = 600_000_999n

let nextTelegramId = 700_000_001n

export function aPerson(): Person {
  return { telegramId: nextTelegramId++, username: 'buyer_anna', firstName: 'Анна <3', languageCode: 'ru' }
}

export function says(from: Person, text: string, chatId = from.telegramId): BotUpdate {
  return { kind: 'text', from, chatId, messageId: 1, text, html: escapeHtml(text) }
}

export function asks(from: Person, query: string, offset = ''): BotUpdate {
  return { kind: 'inline', from, queryId: randomUUID(), query, offset }
}

export function presses(from: Person, data: string, place: { chatId?: bigint | null; messageId?: number | null; keyboard?: Keyboard } = {}): BotUpdate {
  return { kind: 'callback', from, callbackId: randomUUID(), chatId: from.telegramId, messageId: 10, data, ...place }
}

async function record<T>(failures: Error[], call: () => T): Promise<T> {
  await Promise.resolve()
  const failure = failures.shift()
  if (failure) throw failure
  return call()
}

function createdOnce(provider: FakeProvider, input: Asked): CreatedPayment {
  provider.asked.push(input)
  const known = provider.created.get(input.idempotenceKey)
  if (known) return known
  const externalId = randomUUID()
  const created: CreatedPayment = { externalId, status: 'pending', confirmationUrl: `https://pay.example/checkout/${externalId}`, expiresAt: null }
  provider.created.set(input.idempotenceKey, created)
  return created
}

function canceled(provider: FakeProvider, externalId: string): { status: 'canceled' } {
  const isKnown = [...provider.created.values()].some((payment) => payment.externalId === externalId)
  if (!isKnown || !provider.canCancel) throw new PermanentError('YooKassa refused: the payment is not waiting for capture')
  return { status: 'canceled' }
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
