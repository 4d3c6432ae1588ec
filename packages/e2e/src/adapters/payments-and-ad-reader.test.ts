import { afterAll, beforeAll, expect, test } from 'vitest'
import { PermanentError, RateLimitedError } from '@cars-bot/adapters/errors'
import { createOpenAiClient } from '@cars-bot/adapters/openai'
import { createYooKassaClient } from '@cars-bot/adapters/yookassa'
import { aiAnswer, aiAnswerJsonSchema, buildPrompt } from '@cars-bot/domain'
import { startSandbox, type Sandbox } from '@cars-bot/sandbox'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ httpPort: 0, mtprotoPort: 0, feed: { isOn: false, intervalMs: 1_000 }, limits: false, logLevel: 'error' })
})
afterAll(() => sandbox.close())

const shop = (secretKey = 'sandbox-secret') => createYooKassaClient({ baseUrl: `${sandbox.httpUrl}/yookassa/v3`, shopId: 'sandbox-shop', secretKey, timeoutMs: 5_000 })
const order = (idempotenceKey: string) => ({ idempotenceKey, amountKopecks: 299_00, description: 'Подписка', returnUrl: 'https://t.me/cars_sandbox_bot', metadata: { paymentId: 'p1' } })

test('the same idempotence key makes one payment, with another content it is refused for good', async () => {
  const key = crypto.randomUUID()
  const first = await shop().createPayment(order(key))
  expect(await shop().createPayment(order(key))).toEqual(first)
  await expect(shop().createPayment({ ...order(key), amountKopecks: 1_00 })).rejects.toThrow(PermanentError)
  expect(await shop().getPayment(first.externalId)).toMatchObject({ status: 'pending', amountKopecks: 299_00, paymentId: 'p1', isTest: true })
})

test('a wrong shop key and an unknown payment are permanent failures, a 500 is worth a retry, a 429 says how long to wait', async () => {
  await expect(shop('wrong').getPayment('x')).rejects.toThrow(PermanentError)
  await expect(shop().getPayment('unknown')).rejects.toThrow(PermanentError)
  sandbox.context.faults.add({ target: 'yookassa', kind: 'error', status: 500, times: 1 })
  await expect(shop().getPayment('x')).rejects.not.toThrow(PermanentError)
  sandbox.context.faults.add({ target: 'yookassa', kind: 'error', status: 429, times: 1 })
  await expect(shop().getPayment('x')).rejects.toThrow(RateLimitedError)
})

test('a pending payment cannot be canceled by the shop, as at the real provider', async () => {
  const { externalId } = await shop().createPayment(order(crypto.randomUUID()))
  await expect(shop().cancelPayment(externalId)).rejects.toThrow(PermanentError)
})

const model = (apiKey = 'sk-sandbox-000000000000000000') => createOpenAiClient({ apiKey, baseUrl: `${sandbox.httpUrl}/openai/v1`, model: 'gpt-4o-mini', temperature: 0.3, maxTokens: 900, timeoutMs: 5_000 })
const question = (text: string) => ({ ...buildPrompt(text), schemaName: 'ad', schema: aiAnswerJsonSchema })

test("the product's schema passes the strict rules, and the answer is of its shape with tokens and cost counted", async () => {
  const reading = await model().readAd(question('Продаю Toyota Camry 2018, 2.5 АКПП, пробег 95 т.км, цена 2 150 000 руб.'))
  if (reading.kind !== 'answer') throw new Error(reading.kind)
  expect(aiAnswer.parse(reading.json).facts).toMatchObject({ brand: 'Toyota', model: 'Camry', year: 2018, priceRubles: 2_150_000 })
  expect(reading.usage.promptTokens).toBeGreaterThan(10)
  expect(reading.usage.costMicroUsd).toBeGreaterThan(0)
})

test('a refusal, a cut answer and broken JSON are answers of their own kind, not errors', async () => {
  for (const [answer, kind] of [['refusal', 'refused'], ['length', 'cut'], ['broken-json', 'cut'], ['empty', 'cut']] as const) {
    sandbox.context.faults.add({ target: 'openai', kind: 'wrong-answer', answer, times: 1 })
    expect((await model().readAd(question('Продаю Kia Rio'))).kind).toBe(kind)
  }
})

test('a wrong key is permanent, 429 waits as long as asked, 500 and a hanging server are worth a retry', async () => {
  await expect(model('wrong').readAd(question('x'))).rejects.toThrow(PermanentError)
  sandbox.context.faults.add({ target: 'openai', kind: 'error', status: 429, retryAfterSeconds: 7, times: 1 })
  await expect(model().readAd(question('x'))).rejects.toMatchObject({ name: 'RateLimitedError', retryAfterMs: 7_000 })
  sandbox.context.faults.add({ target: 'openai', kind: 'error', status: 500, times: 1 })
  await expect(model().readAd(question('x'))).rejects.not.toThrow(PermanentError)
})
