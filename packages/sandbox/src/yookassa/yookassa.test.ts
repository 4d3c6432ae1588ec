import { createServer, type Server } from 'node:http'
import { createLog } from '@cars-bot/platform'
import { until } from '@cars-bot/platform/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sandboxConfig } from '../config.js'
import { startSandbox, type Sandbox } from '../server.js'
import { openShop } from './shop.js'
import type { Payment } from './types.js'

type Answer = { status: number; body: Record<string, unknown> }
type Notification = { type: string; event: string; object: Payment }

let sandbox: Sandbox
let receiver: Server
let received: Notification[] = []
/** What the shop's own server answers to the next notifications; 200 when empty. */
let answers: number[] = []

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      received.push(JSON.parse(Buffer.concat(parts).toString('utf8')) as Notification)
      response.writeHead(answers.shift() ?? 200).end()
    })
  })
  await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening))
  const address = receiver.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const webhookUrl = `http://127.0.0.1:${port}/webhooks/yookassa`
  sandbox = await startSandbox({ httpPort: 0, mtprotoPort: 0, feed: { isOn: false, intervalMs: 1_000 }, logLevel: 'error', webhookUrl })
})
beforeEach(() => {
  received = []
  answers = []
})
afterAll(async () => {
  await sandbox.close()
  receiver.closeAllConnections()
  receiver.close()
})

const credentials = (secret = 'sandbox-secret'): string => `Basic ${Buffer.from(`sandbox-shop:${secret}`).toString('base64')}`

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${sandbox.httpUrl}/yookassa/v3${path}`, {
    method,
    headers: { authorization: credentials(), ...(method === 'POST' ? { 'idempotence-key': crypto.randomUUID(), 'content-type': 'application/json' } : {}), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const order = { amount: { value: '299.00', currency: 'RUB' }, capture: true, confirmation: { type: 'redirect', return_url: 'https://t.me/cars_sandbox_bot' }, description: 'Подписка', metadata: { paymentId: 'p1' } }

async function newPayment(changes: object = {}): Promise<Payment> {
  const { status, body } = await call('POST', '/payments', { ...order, ...changes })
  expect(status).toBe(200)
  return body as unknown as Payment
}

const press = async (id: string, button: 'pay' | 'cancel') => fetch(`${sandbox.httpUrl}/yookassa/checkout/${id}/${button}`, { method: 'POST', redirect: 'manual' })
const refused = (parameter: string) => ({ status: 400, body: { type: 'error', code: 'invalid_request', parameter } })

test('a wrong key of the shop opens nothing', async () => {
  for (const authorization of ['', credentials('wrong'), 'Bearer x']) {
    expect(await call('GET', '/payments', undefined, { authorization })).toMatchObject({ status: 401, body: { type: 'error', code: 'invalid_credentials' } })
  }
})

test('every order that breaks a rule of the API is refused, and the answer names the field', async () => {
  const wrong: [string, object][] = [
    ['amount.value', { amount: { value: '299', currency: 'RUB' } }],
    ['amount.value', { amount: { value: 299, currency: 'RUB' } }],
    ['amount', { amount: { value: '0.50', currency: 'RUB' } }],
    ['amount', { amount: { value: '350000.01', currency: 'RUB' } }],
    ['amount.currency', { amount: { value: '299.00', currency: 'USD' } }],
    ['confirmation', { confirmation: undefined }],
    ['confirmation.return_url', { confirmation: { type: 'redirect', return_url: 'back' } }],
    ['description', { description: 'я'.repeat(129) }],
    ['metadata', { metadata: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`k${index}`, 'v'])) }],
    ['metadata.k', { metadata: { k: 'v'.repeat(513) } }],
    ['payment_method_id', { payment_method_id: 'unknown' }],
    ['receipt.customer', { receipt: { customer: {}, items: [{ description: 'Доступ', quantity: 1, amount: order.amount, vat_code: 1 }] } }],
    ['receipt', { receipt: { customer: { email: 'a@b.example' }, items: [{ description: 'Доступ', quantity: 2, amount: order.amount, vat_code: 1 }] } }],
  ]
  for (const [parameter, changes] of wrong) expect(await call('POST', '/payments', { ...order, ...changes })).toMatchObject(refused(parameter))
  expect(await call('POST', '/payments', { ...order, capure: true })).toMatchObject({ status: 400 })
  expect(await call('POST', '/payments', '{broken')).toMatchObject(refused('body'))
  expect((await call('POST', '/payments', 'amount=1', { 'content-type': 'text/plain' })).status).toBe(415)
})

test('a key is needed, gives the same payment again, and refuses another order; a refused order does not use it up', async () => {
  expect(await call('POST', '/payments', order, { 'idempotence-key': '' })).toMatchObject(refused('Idempotence-Key'))
  expect(await call('POST', '/payments', order, { 'idempotence-key': 'k'.repeat(65) })).toMatchObject(refused('Idempotence-Key'))
  const key = { 'idempotence-key': crypto.randomUUID() }
  expect((await call('POST', '/payments', { ...order, amount: 1 }, key)).status).toBe(400)
  const first = await call('POST', '/payments', order, key)
  const { amount, ...rest } = order
  expect((await call('POST', '/payments', { ...rest, amount }, key)).body['id']).toBe(first.body['id'])
  expect(await call('POST', '/payments', { ...order, description: 'Другое' }, key)).toMatchObject(refused('Idempotence-Key'))
})

test('a new payment is a test one, pending, with a page to pay on', async () => {
  const payment = await newPayment()
  expect(payment).toMatchObject({ status: 'pending', paid: false, refundable: false, test: true, amount: order.amount, metadata: { paymentId: 'p1' } })
  const page = await (await fetch(payment.confirmation?.confirmation_url ?? '')).text()
  expect(page).toContain('299,00 ₽')
  expect(page).toContain('Оплатить')
  expect((await fetch(`${sandbox.httpUrl}/yookassa/checkout/unknown`)).status).toBe(404)
})

test('paying on the page settles the payment once, shows the way back and tells the shop', async () => {
  const { id } = await newPayment()
  expect((await press(id, 'pay')).status).toBe(303)
  expect((await press(id, 'pay')).status).toBe(303)
  expect((await press(id, 'cancel')).status).toBe(303)
  const { body } = await call('GET', `/payments/${id}`)
  expect(body).toMatchObject({ status: 'succeeded', paid: true, refundable: true, income_amount: { value: '288.53' } })
  expect(body).not.toHaveProperty('confirmation')
  expect(await (await fetch(`${sandbox.httpUrl}/yookassa/checkout/${id}`)).text()).toContain('href="https://t.me/cars_sandbox_bot"')
  await until('the notification', () => received.length > 0)
  expect(received).toMatchObject([{ type: 'notification', event: 'payment.succeeded', object: { id, status: 'succeeded' } }])
})

test('a notification is repeated until a 200 comes, and not after', async () => {
  answers = [500, 202]
  const { id } = await newPayment()
  await press(id, 'cancel')
  await until('three notifications', () => received.length === 3)
  expect(received.map(({ event, object }) => [event, object.cancellation_details?.reason])).toEqual(Array.from({ length: 3 }, () => ['payment.canceled', 'general_decline']))
  const other = await newPayment()
  await press(other.id, 'pay')
  await until('the other notification', () => received.some(({ object }) => object.id === other.id))
  expect(received).toHaveLength(4)
})

test('money that is held is captured in whole or in part, or let go; what is not held can be neither', async () => {
  const held = async (): Promise<string> => {
    const { id } = await newPayment({ capture: false })
    await press(id, 'pay')
    return id
  }
  const id = await held()
  const { body } = await call('GET', `/payments/${id}`)
  expect(body).toMatchObject({ status: 'waiting_for_capture', paid: true, expires_at: expect.any(String) as unknown })
  expect(await call('POST', `/payments/${id}/capture`, { amount: { value: '300.00', currency: 'RUB' } })).toMatchObject(refused('amount.value'))
  expect((await call('POST', `/payments/${id}/capture`, { amount: { value: '100.00', currency: 'RUB' } })).body).toMatchObject({ status: 'succeeded', amount: { value: '100.00' } })
  expect((await call('POST', `/payments/${await held()}/cancel`, {})).body).toMatchObject({ status: 'canceled', paid: false, cancellation_details: { party: 'merchant', reason: 'canceled_by_merchant' } })
  const pending = await newPayment()
  for (const path of [`/payments/${pending.id}/cancel`, `/payments/${pending.id}/capture`, `/payments/${id}/cancel`]) expect(await call('POST', path, {})).toMatchObject(refused('status'))
})

test('a saved card pays again without a person, a card that was not saved does not', async () => {
  const saving = await newPayment({ save_payment_method: true })
  await press(saving.id, 'pay')
  const { body } = await call('GET', `/payments/${saving.id}`)
  const method = (body as unknown as Payment).payment_method
  expect(method).toMatchObject({ saved: true, status: 'active' })
  const again = { amount: order.amount, capture: true, payment_method_id: method?.id }
  expect((await call('POST', '/payments', again)).body).toMatchObject({ status: 'succeeded', payment_method: { id: method?.id } })
  const plain = await newPayment()
  await press(plain.id, 'pay')
  expect(await call('POST', '/payments', { ...again, payment_method_id: plain.id })).toMatchObject(refused('payment_method_id'))
})

test('refunds never sum up to more than was paid', async () => {
  const { id } = await newPayment()
  const refund = async (value: string) => call('POST', '/refunds', { payment_id: id, amount: { value, currency: 'RUB' } })
  expect(await refund('1.00')).toMatchObject(refused('status'))
  await press(id, 'pay')
  const first = await refund('100.10')
  expect(first.body).toMatchObject({ status: 'succeeded', payment_id: id })
  expect(await refund('198.91')).toMatchObject(refused('amount.value'))
  expect((await refund('198.90')).status).toBe(200)
  expect((await call('GET', `/payments/${id}`)).body).toMatchObject({ refunded_amount: { value: '299.00' }, refundable: false })
  expect((await call('GET', `/refunds/${String(first.body['id'])}`)).body).toEqual(first.body)
  await until('both refunds told', () => received.filter(({ event }) => event === 'refund.succeeded').length === 2)
})

test('the list is newest first, in pages that miss and repeat nothing while payments come in', async () => {
  const since = new Date().toISOString()
  const made = [await newPayment(), await newPayment(), await newPayment()].map(({ id }) => id)
  const page = async (query: string) => (await call('GET', `/payments?created_at.gte=${since}&${query}`)).body as { items: Payment[]; next_cursor?: string }
  const first = await page('limit=2')
  await newPayment()
  const second = await page(`limit=2&cursor=${first.next_cursor}`)
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made.toReversed())
  expect((await page('status=succeeded')).items).toEqual([])
  expect(await call('GET', '/payments?limit=101')).toMatchObject(refused('limit'))
  expect(await call('GET', '/payments?created_at.gte=yesterday')).toMatchObject(refused('created_at.gte'))
  expect(await call('GET', '/payments/unknown')).toMatchObject({ status: 404, body: { code: 'not_found' } })
})

test('a link not used in time and money not captured in time are canceled by themselves', async () => {
  const shop = openShop({ config: sandboxConfig({}), log: createLog('sandbox', 'error'), publicUrl: () => 'http://127.0.0.1:1' }, { confirmationMs: 20, captureMs: 20 })
  const link = shop.create(order)
  const held = shop.create({ ...order, capture: false })
  shop.pay(held.id)
  await until('both are canceled', () => link.status === 'canceled' && held.status === 'canceled')
  expect([link, held].map((payment) => payment.cancellation_details?.reason)).toEqual(['expired_on_confirmation', 'expired_on_capture'])
  expect(() => shop.pay(link.id)).toThrow('Incorrect payment status: canceled')
  await shop.close()
})
