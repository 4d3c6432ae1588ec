import { aiAnswer, aiAnswerJsonSchema, checkDescription, maskContacts } from '@cars-bot/domain'
import type OpenAI from 'openai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { feedAds } from '../feed/ads.js'
import { startSandbox, type Sandbox } from '../server.js'
import { readAd } from './read-ad.js'
import { strictSchemaFault } from './strict-schema.js'
import { lieNames } from './wrong-answer.js'

type Answer = { status: number; body: Record<string, unknown> }

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ httpPort: 0, mtprotoPort: 0, feed: { isOn: false, intervalMs: 1_000 }, limits: false, logLevel: 'error' })
})
afterAll(() => sandbox.close())

const format = (schema: object, strict: unknown = true) => ({ type: 'json_schema', json_schema: { name: 'ad', strict, schema } })
const chat = { model: 'gpt-4o-mini', messages: [{ role: 'system', content: 'Разбери пост.' }, { role: 'user', content: 'Продаю Kia Rio 2017, 1.6 автомат, 82 тыс. км, цена 890 000 руб.' }] }

async function ask(changes: object = {}, key = 'sk-sandbox-0000000000'): Promise<Answer> {
  const response = await fetch(`${sandbox.httpUrl}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...chat, ...changes }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

async function answered(changes: object = {}): Promise<{ json: unknown; completion: OpenAI.ChatCompletion }> {
  const { status, body } = await ask(changes)
  expect(body).not.toHaveProperty('error')
  expect(status).toBe(200)
  const completion = body as unknown as OpenAI.ChatCompletion
  return { json: JSON.parse(completion.choices[0]?.message.content ?? ''), completion }
}

const object = (properties: object, changes: object = {}) => ({ type: 'object', properties, required: Object.keys(properties), additionalProperties: false, ...changes })

test('a schema is taken only by the strict rules', () => {
  const text = { type: 'string' }
  const nested = (depth: number): object => (depth === 0 ? text : object({ inner: nested(depth - 1) }))
  const many = (count: number): object => object(Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, text])))
  const fault = (schema: object) => strictSchemaFault({ ...schema })
  expect(strictSchemaFault(aiAnswerJsonSchema)).toBeNull()
  expect(fault(nested(4))).toBeNull()
  expect(fault(many(100))).toBeNull()
  expect(fault(text)).toContain(`'type: "object"'`)
  expect(fault(object({ a: text }, { required: [] }))).toContain("Missing 'a'")
  expect(fault(object({ a: text }, { additionalProperties: true }))).toContain('additionalProperties')
  expect(fault(object({ a: { anyOf: [object({ b: text }, { required: [] }), { type: 'null' }] } }))).toContain("Missing 'b'")
  expect(fault(nested(5))).toContain('nested more than 5')
  expect(fault(many(101))).toContain('101 properties')
  for (const keyword of ['minLength', 'maxLength', 'default', 'not', 'allOf', '$schema']) expect(fault(object({ a: { ...text, [keyword]: 1 } }))).toContain(`'${keyword}' is not permitted`)
})

test('a request that breaks a rule of the API is refused as the API refuses it', async () => {
  expect(await ask({}, 'wrong')).toMatchObject({ status: 401, body: { error: { code: 'invalid_api_key' } } })
  expect(await ask({ model: undefined })).toMatchObject({ status: 400, body: { error: { param: 'model' } } })
  expect(await ask({ model: 'gpt-none' })).toMatchObject({ status: 404, body: { error: { code: 'model_not_found' } } })
  expect(await ask({ messages: [] })).toMatchObject({ status: 400, body: { error: { param: 'messages' } } })
  expect(await ask({ temperatur: 1 })).toMatchObject({ status: 400 })
  expect(await ask({ response_format: format(object({ a: { type: 'string' } }), false) })).toMatchObject({ status: 400, body: { error: { param: 'response_format.json_schema.strict' } } })
  expect(await ask({ response_format: format({ type: 'string' }) })).toMatchObject({ status: 400, body: { error: { param: 'response_format' } } })
  expect(await ask({ model: 'gpt-5-mini', temperature: 0.3 })).toMatchObject({ status: 400, body: { error: { code: 'unsupported_value' } } })
})

test('the answer is about the very text that was sent', async () => {
  const { json, completion } = await answered({ response_format: format(aiAnswerJsonSchema) })
  expect(aiAnswer.parse(json)).toMatchObject({ class: 'SELLING', facts: { brand: 'Kia', model: 'Rio', year: 2017, priceRubles: 890_000, mileageKm: 82_000, transmission: 'AUTOMATIC' } })
  expect(completion.choices[0]?.finish_reason).toBe('stop')
  const other = { messages: [{ role: 'user', content: 'Почему механик всегда спокоен? Стук рано или поздно появится сам.' }], response_format: format(aiAnswerJsonSchema) }
  expect(aiAnswer.parse((await answered(other)).json)).toMatchObject({ description: null, facts: { brand: null } })
})

test('the shape of any strict schema is kept, whatever it asks for', async () => {
  const schema = object({
    brand: { type: 'string' },
    price: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
    facts: object({ year: { type: ['integer', 'null'] }, colour: { type: ['string', 'null'] } }),
    verdict: { type: 'string', enum: ['yes', 'no'] },
    tags: { type: 'array', items: { $ref: '#/$defs/tag' } },
    isGood: { type: 'boolean' },
    must: { type: 'number' },
  }, { $defs: { tag: object({ name: { type: 'string' } }) } })
  expect((await answered({ response_format: format(schema) })).json).toEqual({ brand: 'Kia', price: null, facts: { year: 2017, colour: null }, verdict: 'yes', tags: [], isGood: false, must: 0 })
})

test('an answer longer than the tokens allowed is cut and says so', async () => {
  const { body } = await ask({ response_format: format(aiAnswerJsonSchema), max_completion_tokens: 20 })
  const { choices, usage } = body as unknown as OpenAI.ChatCompletion
  expect(choices[0]?.finish_reason).toBe('length')
  expect(usage?.completion_tokens).toBe(20)
})

test('a long prefix that was seen before is counted as cached, a short one never', async () => {
  const cached = async (system: string): Promise<number | undefined> => {
    const messages = [{ role: 'system', content: system }, { role: 'user', content: `Пост ${crypto.randomUUID()}` }]
    return (await ask({ messages }).then(({ body }) => body as unknown as OpenAI.ChatCompletion)).usage?.prompt_tokens_details?.cached_tokens
  }
  const long = 'Правило разбора объявления. '.repeat(200)
  expect([await cached(long), await cached('Кратко.'), await cached('Кратко.')]).toEqual([0, 0, 0])
  const second = await cached(long)
  expect(second).toBeGreaterThanOrEqual(1_024)
  expect((second ?? 1) % 128).toBe(0)
})

test("of the demo's ads each that sells one car is read as such from behind its masks, with a description fit to publish", () => {
  const noSale = /механик всегда спокоен|Шиномонтаж|Новость|Куплю|Скоро в продаже|Подскажите|Итоги месяца|Розыгрыш|ПРОДАНО/
  for (const { text } of feedAds) {
    const masked = maskContacts(text).text
    const { class: postClass, description } = readAd(masked)
    const isSelling = !noSale.test(text)
    const check = description === null ? null : checkDescription(description, masked)
    expect({ text, isSelling: postClass === 'SELLING', check }).toEqual({ text, isSelling, check: isSelling ? { ok: true } : null })
  }
})

test('every lie asked for is told once, and the next answer is true again', async () => {
  const truth = (await answered({ response_format: format(aiAnswerJsonSchema) })).json
  const told = new Set<string>()
  for (const answer of lieNames) {
    sandbox.context.faults.add({ target: 'openai', kind: 'wrong-answer', answer, times: 1 })
    const { body } = await ask({ response_format: format(aiAnswerJsonSchema) })
    const [choice] = (body as unknown as OpenAI.ChatCompletion).choices
    told.add(JSON.stringify(choice))
    expect(choice?.message.content).not.toBe(JSON.stringify(truth))
  }
  expect(told.size).toBe(lieNames.length)
  expect((await answered({ response_format: format(aiAnswerJsonSchema) })).json).toEqual(truth)
})

test('a lie about one ad is told of that ad alone, in the words and with the number given', async () => {
  const about = { target: 'openai', kind: 'wrong-answer', about: 'Kia Rio 2017' } as const
  sandbox.context.faults.add({ ...about, answer: 'said', words: 'Цена упала.' })
  const other = { messages: [{ role: 'user', content: 'Продаю Skoda Octavia 2015, цена 990 000 руб.' }] }
  expect(aiAnswer.parse((await answered({ ...other, response_format: format(aiAnswerJsonSchema) })).json).description).not.toContain('упала')
  expect(aiAnswer.parse((await answered({ response_format: format(aiAnswerJsonSchema) })).json).description).toMatch(/Цена упала\.$/)
  sandbox.context.faults.clear()
  sandbox.context.faults.add({ ...about, answer: 'invented-price', value: 5, times: 1 })
  expect(aiAnswer.parse((await answered({ response_format: format(aiAnswerJsonSchema) })).json).facts.priceRubles).toBe(5)
})
