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
    expect(await shop().getPayment(created.externalId)).toEqual({ status: 'succeeded', amountKopecks, currency: 'RUB', refundedKopecks: 0, isTest: true, paymentId: `p${amountKopecks}`, cancelReason: null, savedMethod: null })
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
  const { externalId } = await shop().createPayment(order({ description: 'я'.repeat(300), receipt: { contact: { email: 'buyer@example.org' }, vatCode: 1, taxSystem: 2 } }))
  expect((await shop().getPayment(externalId)).status).toBe('pending')
  const sent = sandbox.context.requests.of('yookassa').at(-2)?.body
  expect(sent).toMatchObject({ description: 'я'.repeat(128), receipt: { customer: { email: 'buyer@example.org' }, tax_system_code: 2, items: [{ amount: { value: '299.00' }, quantity: 1 }] } })
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

test('a method saved with consent is charged again without anybody, one that was not saved is refused for good', async () => {
  const first = await shop().createPayment(order({ savesMethod: true }))
  await byHand(first.externalId, 'succeed')
  const { savedMethod } = await shop().getPayment(first.externalId)
  expect(savedMethod).toEqual({ id: expect.any(String), title: 'Bank card *0004' })
  const { returnUrl: _, ...renewal } = order({ metadata: { paymentId: 'p2' } })
  const again = await shop().chargeSavedMethod({ ...renewal, methodId: savedMethod?.id ?? '' })
  expect(again).toMatchObject({ status: 'succeeded', confirmationUrl: null })
  expect(await shop().chargeSavedMethod({ ...renewal, methodId: savedMethod?.id ?? '' })).toMatchObject({ externalId: again.externalId })
  const plain = await shop().createPayment(order())
  await byHand(plain.externalId, 'succeed')
  expect((await shop().getPayment(plain.externalId)).savedMethod).toBeNull()
  await expect(shop().chargeSavedMethod({ ...renewal, idempotenceKey: crypto.randomUUID(), methodId: plain.externalId })).rejects.toBeInstanceOf(PermanentError)
})

test('refunds are made in parts up to the sum, once per key, and found by payment and by day', async () => {
  const { externalId } = await shop().createPayment(order())
  await byHand(externalId, 'succeed')
  const day = { from: new Date(Date.now() - 60_000), to: new Date(Date.now() + 60_000) }
  const part = { idempotenceKey: crypto.randomUUID(), paymentExternalId: externalId, amountKopecks: 100_00, description: 'Возврат' }
  const refund = await shop().refund(part)
  expect(refund).toEqual({ externalId: expect.any(String), paymentExternalId: externalId, status: 'succeeded', amountKopecks: 100_00, cancelReason: null })
  expect(await shop().refund(part)).toEqual(refund)
  await expect(shop().refund({ ...part, idempotenceKey: crypto.randomUUID(), amountKopecks: 200_00 })).rejects.toBeInstanceOf(PermanentError)
  await shop().refund({ ...part, idempotenceKey: crypto.randomUUID(), amountKopecks: 199_00 })
  expect((await shop().refundsOf(externalId)).map(({ amountKopecks }) => amountKopecks).toSorted((a, b) => a - b)).toEqual([100_00, 199_00])
  expect((await shop().getPayment(externalId)).refundedKopecks).toBe(299_00)
  expect((await shop().refundsCreated(day)).filter(({ paymentExternalId }) => paymentExternalId === externalId)).toHaveLength(2)
  expect(await shop().refundsCreated({ from: day.to, to: new Date(day.to.getTime() + 1) })).toEqual([])
})

test('the register of a day holds every payment of it on however many pages, those captured apart', async () => {
  const from = new Date(Date.now() - 1)
  const created = await Promise.all(Array.from({ length: 130 }, () => shop().createPayment(order())))
  await byHand(created[0]?.externalId ?? '', 'succeed')
  const day = { from, to: new Date(Date.now() + 60_000) }
  expect(new Set((await shop().paymentsCreated(day)).map(({ externalId }) => externalId))).toEqual(new Set(created.map(({ externalId }) => externalId)))
  expect(await shop().paymentsCaptured(day)).toMatchObject([{ externalId: created[0]?.externalId, status: 'succeeded', amountKopecks: 299_00 }])
})
