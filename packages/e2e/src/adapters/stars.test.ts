import { createBotApi, startPolling, type BotApi, type BotUpdate, type UpdatePolling } from '@cars-bot/adapters/bot-api'
import { PermanentError } from '@cars-bot/adapters/errors'
import { until } from '@cars-bot/platform/testkit'
import { startSandbox, type Sandbox } from '@cars-bot/sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'

const person = 500_000_888
let sandbox: Sandbox
let bot: BotApi
let polling: UpdatePolling
let refusal: string | null = null
const updates: BotUpdate[] = []

beforeAll(async () => {
  sandbox = await startSandbox({ httpPort: 0, mtprotoPort: 0, feed: { isOn: false, intervalMs: 1_000 }, limits: false, logLevel: 'error' })
  bot = createBotApi({ token: sandbox.context.config.botToken, apiRoot: `${sandbox.httpUrl}/telegram`, timeoutMs: 5_000 })
  polling = startPolling({ bot, onUpdate: take, onError: () => {}, timeoutSeconds: 20 })
  await control('/telegram/users', { id: person, firstName: 'Анна' })
  await control(`/telegram/users/${person}/messages`, { text: '/start' })
})

afterAll(async () => {
  await polling.stop()
  await sandbox.close()
})

async function take(update: BotUpdate): Promise<void> {
  updates.push(update)
  if (update.kind === 'pre-checkout') await bot.answerPreCheckout({ queryId: update.queryId, refusal })
}

async function control(path: string, body: object = {}): Promise<{ status: number; chargeId?: string; message?: string }> {
  const response = await fetch(`${sandbox.httpUrl}/api${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  return { status: response.status, ...((await response.json()) as object) }
}

async function updateOf<K extends BotUpdate['kind']>(kind: K, test: (update: Extract<BotUpdate, { kind: K }>) => boolean): Promise<Extract<BotUpdate, { kind: K }>> {
  const isWanted = (update: BotUpdate): update is Extract<BotUpdate, { kind: K }> => update.kind === kind && test(update as Extract<BotUpdate, { kind: K }>)
  return until(`an update of the kind ${kind}`, () => updates.find(isWanted))
}

const order = (payload: string, isSubscription = false) => ({ title: 'Подписка', description: 'Контакты продавцов', label: '30 дней', payload, stars: 180, isSubscription })

async function pay(link: string): Promise<string> {
  const { status, chargeId } = await control(`/telegram/users/${person}/payments`, { link })
  expect(status).toBe(200)
  return chargeId ?? ''
}

test('a one-off invoice is asked about, paid, told with its charge, refunded once and told again; a second refund is quiet', async () => {
  const chargeId = await pay(await bot.createInvoiceLink(order('one-off')))
  expect(await updateOf('pre-checkout', ({ payload }) => payload === 'one-off')).toMatchObject({ currency: 'XTR', amount: 180, from: { telegramId: BigInt(person) } })
  expect(await updateOf('paid', (update) => update.chargeId === chargeId)).toMatchObject({ payload: 'one-off', currency: 'XTR', amount: 180, subscriptionEndsAt: null, isRenewal: false })
  await bot.refundStars({ telegramId: BigInt(person), chargeId })
  await bot.refundStars({ telegramId: BigInt(person), chargeId })
  expect(await updateOf('refunded', (update) => update.chargeId === chargeId)).toMatchObject({ from: { telegramId: BigInt(person) } })
  await expect(bot.refundStars({ telegramId: BigInt(person), chargeId: 'unknown' })).rejects.toBeInstanceOf(PermanentError)
})

test('a refused pre-checkout takes no Stars and shows why', async () => {
  refusal = 'Счёт устарел'
  expect(await control(`/telegram/users/${person}/payments`, { link: await bot.createInvoiceLink(order('stale')) })).toMatchObject({ status: 409 })
  refusal = null
  expect(updates.some((update) => update.kind === 'paid' && update.payload === 'stale')).toBe(false)
})

test('a subscription is renewed under a new charge, canceled by the bot it is not, restored it is again; one canceled by its owner stays so', async () => {
  const chargeId = await pay(await bot.createInvoiceLink(order('monthly', true)))
  const first = await updateOf('paid', (update) => update.chargeId === chargeId)
  expect(first.isRenewal).toBe(false)
  const path = `/telegram/users/${person}/star-subscriptions/${chargeId}`
  const renewal = await control(`${path}/renew`)
  const renewed = await updateOf('paid', (update) => update.chargeId === renewal.chargeId)
  expect(renewed).toMatchObject({ payload: 'monthly', isRenewal: true })
  expect(Number(renewed.subscriptionEndsAt) - Number(first.subscriptionEndsAt)).toBe(30 * 86_400_000)
  await bot.setStarRenewal({ telegramId: BigInt(person), chargeId, isOn: false })
  expect((await control(`${path}/renew`)).status).toBe(409)
  await bot.setStarRenewal({ telegramId: BigInt(person), chargeId, isOn: true })
  expect((await control(`${path}/renew`)).status).toBe(200)
  await control(`${path}/cancel`)
  await expect(bot.setStarRenewal({ telegramId: BigInt(person), chargeId, isOn: true })).rejects.toBeInstanceOf(PermanentError)
})

test('the register from a moment on has its payments and refunds, oldest first, and nothing before', async () => {
  const chargeIds: string[] = []
  for (let count = 0; count < 5; count++) chargeIds.push(await pay(await bot.createInvoiceLink(order(`row ${count}`))))
  await bot.refundStars({ telegramId: BigInt(person), chargeId: chargeIds[2] ?? '' })
  const all = await bot.starTransactionsSince(new Date(0))
  const last = all.at(-1)
  expect(all.slice(-6).map(({ kind, chargeId }) => `${kind} ${chargeId}`)).toEqual([...chargeIds.map((id) => `payment ${id}`), `refund ${chargeIds[2]}`])
  expect(last).toMatchObject({ kind: 'refund', telegramId: BigInt(person), stars: 180, payload: 'row 2' })
  const since = new Date((last?.at.getTime() ?? 0) - 1_000)
  expect(await bot.starTransactionsSince(since)).toEqual(all.filter(({ at }) => at >= since))
  expect(await bot.starTransactionsSince(new Date((last?.at.getTime() ?? 0) + 1_000))).toEqual([])
})
