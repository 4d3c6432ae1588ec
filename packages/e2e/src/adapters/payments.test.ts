import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { PermanentError, RateLimitedError } from '@cars-bot/adapters/errors'
import { createYooKassaClient, type NewPayment, type Payments } from '@cars-bot/adapters/yookassa'
import { startSandbox, type Sandbox } from '@cars-bot/sandbox'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ httpPort: 0, mtprotoPort: 0, feed: { isOn: false, intervalMs: 1_000 }, limits: false, logLevel: 'error' })
})
beforeEach(() => sandbox.context.faults.clear())
afterAll(() => sandbox.close())

function shop(options: { secretKey?: string; timeoutMs?: number } = {}): Payments {
  return createYooKassaClient({ baseUrl: `${sandbox.httpUrl}/yookassa/v3`, shopId: 'sandbox-shop', secretKey: 'sandbox-secret', timeoutMs: 5_000, ...options })
}

function order(changes: Partial<NewPayment> = {}): NewPayment {
  return { idempotenceKey: crypto.randomUUID(), amountKopecks: 299_00, description: 'Подписка', returnUrl: 'https://t.me/cars_sandbox_bot', metadata: { paymentId: 'p1' }, ...changes }
}

async function byHand(externalId: string, action: 'succeed' | 'cancel'): Promise<void> {
  expect((await fetch(`${sandbox.httpUrl}/api/yookassa/payments/${externalId}/${action}`, { method: 'POST' })).status).toBe(200)
}

test('a payment is followed from its link to the money, to the kopeck', async () => {
  for (const amountKopecks of [1_00, 299_00, 1_990_01, 350_000_00]) {
    const created = await shop().createPayment(order({ amountKopecks, metadata: { paymentId: `p${amountKopecks}` } }))
    expect(created).toMatchObject({ status: 'pending', confirmationUrl: `${sandbox.httpUrl}/yookassa/checkout/${created.externalId}` })
    await byHand(created.externalId, 'succeed')
    expect(await shop().getPayment(created.externalId)).toEqual({ status: 'succeeded', amountKopecks, currency: 'RUB', isTest: true, paymentId: `p${amountKopecks}`, cancelReason: null })
  }
})

test('a payment that failed says why', async () => {
  const { externalId } = await shop().createPayment(order())
  await byHand(externalId, 'cancel')
  expect(await shop().getPayment(externalId)).toMatchObject({ status: 'canceled', cancelReason: 'general_decline' })
})

test('the same key makes one payment, also when the first answer never came; with another order it is refused for good', async () => {
  const input = order()
  sandbox.context.faults.add({ target: 'yookassa', kind: 'delay', delayMs: 400, times: 1 })
  await expect(shop({ timeoutMs: 150 }).createPayment(input)).rejects.toThrow(/timeout|aborted/i)
  const payments = await Promise.all([shop().createPayment(input), shop().createPayment(input)])
  expect(new Set(payments.map(({ externalId }) => externalId)).size).toBe(1)
  await expect(shop().createPayment({ ...input, amountKopecks: 1_00 })).rejects.toBeInstanceOf(PermanentError)
})

test('a payment that was paid meanwhile has no link any more', async () => {
  const input = order()
  const { externalId } = await shop().createPayment(input)
  await byHand(externalId, 'succeed')
  expect(await shop().createPayment(input)).toMatchObject({ externalId, status: 'succeeded', confirmationUrl: null })
})

test('a description of any length is taken, and a receipt for the whole sum', async () => {
  const { externalId } = await shop().createPayment(order({ description: 'я'.repeat(300), receipt: { email: 'buyer@example.org', vatCode: 1 } }))
  expect((await shop().getPayment(externalId)).status).toBe('pending')
  const sent = sandbox.context.requests.of('yookassa').at(-2)?.body
  expect(sent).toMatchObject({ description: 'я'.repeat(128), receipt: { customer: { email: 'buyer@example.org' }, items: [{ amount: { value: '299.00' }, quantity: 1 }] } })
})

test('a pending payment can not be canceled by the shop, as at the real provider', async () => {
  const { externalId } = await shop().createPayment(order())
  await expect(shop().cancelPayment(externalId)).rejects.toBeInstanceOf(PermanentError)
  expect((await shop().getPayment(externalId)).status).toBe('pending')
})

test('a wrong key of the shop and an unknown payment are refused for good', async () => {
  await expect(shop({ secretKey: 'wrong' }).getPayment('x')).rejects.toBeInstanceOf(PermanentError)
  await expect(shop().getPayment('unknown')).rejects.toBeInstanceOf(PermanentError)
  await expect(shop().createPayment(order({ amountKopecks: 350_000_01 }))).rejects.toBeInstanceOf(PermanentError)
})

test('a 500, a broken line and silence are worth a retry with the same key, a 429 says to wait', async () => {
  const faults = [{ kind: 'error', status: 500 }, { kind: 'disconnect' }, { kind: 'hang' }] as const
  for (const fault of faults) {
    sandbox.context.faults.add({ target: 'yookassa', ...fault, times: 1 })
    const failure = await shop({ timeoutMs: 200 }).createPayment(order()).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Error)
    expect(failure).not.toBeInstanceOf(PermanentError)
  }
  sandbox.context.faults.add({ target: 'yookassa', kind: 'error', status: 429, times: 1 })
  await expect(shop().getPayment('x')).rejects.toBeInstanceOf(RateLimitedError)
})
