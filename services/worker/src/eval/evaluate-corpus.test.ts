import { expect, test } from 'vitest'
import { PermanentError, RateLimitedError } from '@cars-bot/adapters/errors'
import type { AdReader } from '@cars-bot/adapters/openai'
import type { LabelledItem } from '@cars-bot/domain'
import { evaluateCorpus } from './evaluate-corpus.js'
import { evaluationTable } from './evaluation-table.js'
import { readCorpus } from './read-corpus.js'

const ad: LabelledItem = {
  id: 'ad',
  text: 'Продаю Toyota Camry 2018 г., пробег 95 000 км, цена 2 150 000 ₽, тел. +7 900 000-00-01',
  label: 'selling',
  fields: { brand: 'Toyota', model: 'Camry', year: 2018, mileage_km: 95_000, price_rub: 2_150_000, phones: ['+79000000001'], telegram: [], city: null },
}
const joke: LabelledItem = { id: 'joke', text: 'Анекдот дня: купил мужик гараж, а в нём сосед. Всем хорошей пятницы, друзья!', label: 'other', fields: {} }

function reader(calls: { answers: (() => never)[] }): AdReader {
  return {
    readAd: async () => {
      await Promise.resolve()
      const fail = calls.answers.shift()
      if (fail) return fail()
      return {
        kind: 'answer',
        usage: { promptTokens: 1, cachedTokens: 0, completionTokens: 1, costMicroUsd: 1 },
        json: {
          evidence: 'цена', class: 'SELLING', kind: 'car-sale', confidence: 0.9, condition: null, equipment: null, description: null,
          facts: { brand: 'Toyota', model: 'Camry', year: 2018, engineVolumeCc: null, powerHp: null, fuel: null, transmission: null, drive: null, mileageKm: 95_000, owners: null, autotekaStatus: null, city: null, priceRubles: 2_150_000, marketPriceRubles: null, priceJustification: null },
        },
      }
    },
  }
}

test('a corpus read right by rules scores one everywhere, and without a model', async () => {
  const evaluation = await evaluateCorpus(readCorpus(`${JSON.stringify(ad)}\n\n${JSON.stringify(joke)}\n`), null)
  expect(evaluation).toMatchObject({ items: 2, classification: { precision: 1, recall: 1, f1: 1 }, decidedWithoutModel: 1 })
  expect(evaluation.fields).toMatchObject({ price: { precision: 1, recall: 1 }, year: { precision: 1, recall: 1 }, mileage: { precision: 1, recall: 1 }, phones: { precision: 1, recall: 1 }, model: { precision: 1, recall: 1 } })
  expect(evaluation.msPerPost).toBeGreaterThan(0)
})

test('a wrong label costs precision and recall of its field', async () => {
  const { fields } = await evaluateCorpus([ad, { ...ad, fields: { ...ad.fields, price_rub: 1 } }], null)
  expect(fields.price).toEqual({ precision: 0.5, recall: 0.5 })
  expect(fields.year).toEqual({ precision: 1, recall: 1 })
})

test('with a model the share that needed none is told, and a limit is waited for', async () => {
  const calls = { answers: [() => fail(new RateLimitedError('OpenAI asks to wait', { retryAfterMs: 1 }))] }
  const evaluation = await evaluateCorpus([ad, joke], reader(calls))
  expect(calls.answers).toEqual([])
  expect(evaluation).toMatchObject({ items: 2, classification: { f1: 1 }, decidedWithoutModel: 0.5 })
})

test('a key that is refused ends the evaluation', async () => {
  await expect(evaluateCorpus([ad], reader({ answers: [() => fail(new PermanentError('OpenAI answered 401'))] }))).rejects.toThrow('OpenAI answered 401')
})

test('a line that is no labelled post is named', () => {
  expect(() => readCorpus(`${JSON.stringify(ad)}\n{"text":"x"}`)).toThrow('line 2')
  expect(() => readCorpus('nonsense')).toThrow('line 1')
})

test('the table shows every field', async () => {
  const table = evaluationTable(await evaluateCorpus([ad], null), 'rules')
  expect(table).toMatch(/^1 posts, read by rules/)
  for (const name of ['selling', 'price', 'mileage', 'phones', 'telegram']) expect(table).toMatch(new RegExp(`^${name} +1\\.000 +1\\.000`, 'm'))
})

function fail(error: Error): never {
  throw error
}
