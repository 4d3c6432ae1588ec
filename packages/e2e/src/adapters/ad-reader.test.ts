import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { PermanentError, RateLimitedError } from '@cars-bot/adapters/errors'
import { createOpenAiClient, ModelRefusal, type AdReader } from '@cars-bot/adapters/openai'
import { aiAnswer, aiAnswerJsonSchema, buildPrompt } from '@cars-bot/domain'
import { startSandbox, type Sandbox } from '@cars-bot/sandbox'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ httpPort: 0, mtprotoPort: 0, feed: { isOn: false, intervalMs: 1_000 }, limits: false, logLevel: 'error' })
})
beforeEach(() => sandbox.context.faults.clear())
afterAll(() => sandbox.close())

const camry = 'Продаю Toyota Camry 2018, 2.5 АКПП, пробег 95 т.км, цена 2 150 000 руб. [PHONE_1]'

function reader(options: { apiKey?: string; model?: string; maxTokens?: number; timeoutMs?: number } = {}): AdReader {
  return createOpenAiClient({ apiKey: 'sk-sandbox-000000000000', baseUrl: `${sandbox.httpUrl}/openai/v1`, model: 'gpt-4o-mini', temperature: 0.3, maxTokens: 1_500, timeoutMs: 5_000, ...options })
}

const question = (text = camry) => ({ ...buildPrompt(text), schemaName: 'ad', schema: aiAnswerJsonSchema })
const calls = (): number => sandbox.context.requests.of('openai').length

test("the product's prompt and schema pass the strict rules, and the answer has its shape, tokens and cost", async () => {
  const reading = await reader().readAd(question())
  if (reading.kind !== 'answer') throw new Error(reading.kind)
  expect(aiAnswer.parse(reading.json).facts).toMatchObject({ brand: 'Toyota', model: 'Camry', year: 2018, priceRubles: 2_150_000 })
  const { promptTokens, cachedTokens, completionTokens, costMicroUsd } = reading.usage
  expect(costMicroUsd).toBe(Math.ceil((promptTokens - cachedTokens) * 0.15 + cachedTokens * 0.075 + completionTokens * 0.6))
})

test("the product's prompt is long enough to be cached from the second ad on, and that makes it cheaper", async () => {
  const first = await reader().readAd(question('Продаю Kia Rio 2017'))
  const second = await reader().readAd(question('Продаю Kia Rio 2018'))
  expect(second.usage.cachedTokens).toBeGreaterThanOrEqual(1_024)
  expect(second.usage.costMicroUsd).toBeLessThan(second.usage.promptTokens * 0.15 + second.usage.completionTokens * 0.6)
  expect(first.usage.promptTokens).toBe(second.usage.promptTokens)
})

test('a refusal, a cut answer and broken JSON are answers of their own kind, not errors', async () => {
  const kinds = { refusal: 'refused', 'content-filter': 'refused', length: 'cut', 'broken-json': 'cut', empty: 'cut' }
  for (const [answer, kind] of Object.entries(kinds)) {
    sandbox.context.faults.add({ target: 'openai', kind: 'wrong-answer', answer, times: 1 })
    expect([answer, (await reader().readAd(question())).kind]).toEqual([answer, kind])
  }
  expect((await reader({ maxTokens: 30 }).readAd(question())).kind).toBe('cut')
})

test('a wrong key, an unknown model and a schema that is not strict are refused for good', async () => {
  const refusals = [reader({ apiKey: 'wrong' }), reader({ model: 'gpt-none' })].map((one) => one.readAd(question()))
  for (const refusal of refusals) await expect(refusal).rejects.toMatchObject({ name: 'ModelRefusal', reason: 'access' })
  await expect(reader().readAd({ ...question(), schema: { type: 'object', properties: { a: { type: 'string' } } } })).rejects.toThrow('additionalProperties')
})

test('a reasoning model gets no temperature, which it would refuse', async () => {
  expect((await reader({ model: 'gpt-5-mini' }).readAd(question())).kind).toBe('answer')
})

test('429 waits as long as asked, an empty account is refused for good, 500 is worth a retry, and each is one call only', async () => {
  const before = calls()
  sandbox.context.faults.add({ target: 'openai', kind: 'error', status: 429, retryAfterSeconds: 7, times: 1 })
  await expect(reader().readAd(question())).rejects.toMatchObject({ name: 'RateLimitedError', retryAfterMs: 7_000 })
  sandbox.context.faults.add({ target: 'openai', kind: 'error', status: 500, times: 1 })
  const failure = await reader().readAd(question()).catch((error: unknown) => error)
  expect(failure).not.toBeInstanceOf(PermanentError)
  expect(failure).not.toBeInstanceOf(RateLimitedError)
  sandbox.context.faults.add({ target: 'openai', kind: 'error', status: 429, code: 'insufficient_quota', times: 1 })
  const refusal = await reader().readAd(question()).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(ModelRefusal)
  expect(refusal).toMatchObject({ reason: 'credit' })
  expect(calls() - before).toBe(3)
})

test('a server that hangs or hangs up is worth a retry, after the timeout', async () => {
  for (const kind of ['hang', 'disconnect'] as const) {
    sandbox.context.faults.add({ target: 'openai', kind, times: 1 })
    const failure = await reader({ timeoutMs: 300 }).readAd(question()).catch((error: unknown) => error)
    expect(String(failure)).toContain('did not answer')
    expect(failure).not.toBeInstanceOf(PermanentError)
  }
})

test('an error holds neither the ad nor the key', async () => {
  sandbox.context.faults.add({ target: 'openai', kind: 'error', status: 400, times: 1 })
  const failure = await reader().readAd(question()).catch((error: unknown) => error)
  const told = JSON.stringify(failure, Object.getOwnPropertyNames(failure)) + String(failure instanceof Error && failure.cause)
  expect(told).not.toContain('Camry')
  expect(told).not.toContain('sk-sandbox')
})
