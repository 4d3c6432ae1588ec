import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startSandbox, type Sandbox } from '@cars-bot/sandbox'
import { numberedAd } from '../system/ads.js'
import { startChild } from '../system/child.js'

let sandbox: Sandbox
let directory: string
beforeAll(async () => {
  sandbox = await startSandbox({ httpPort: 0, mtprotoPort: 0, feed: { isOn: false, intervalMs: 1_000 }, limits: false, logLevel: 'error' })
  directory = await mkdtemp(path.join(tmpdir(), 'cars-eval-'))
  await writeFile(path.join(directory, 'ads.jsonl'), [...Array.from({ length: 12 }, (_, n) => labelled(n)), joke].map((item) => JSON.stringify(item)).join('\n'))
})
beforeEach(() => sandbox.context.faults.clear())
afterAll(async () => {
  await sandbox.close()
  await rm(directory, { recursive: true })
})

const joke = { id: 'joke', text: 'Анекдот дня: купил мужик гараж, а в нём сосед. Всем хорошей пятницы, друзья!', label: 'other', fields: {} }

function labelled(n: number): object {
  const { text, brand, model, phoneDigits } = numberedAd(n)
  return { id: `ad-${n}`, text, label: 'selling', fields: { brand, model, year: 2008 + (n % 15), price_rub: (600 + n * 17) * 1_000, mileage_km: (40 + n * 3) * 1_000, phones: [`+${phoneDigits}`] } }
}

/** `make eval` runs this very process with these very settings. */
async function evaluated(env: Record<string, string>): Promise<{ code: number | string; lines: string[] }> {
  const child = startChild({
    name: 'eval',
    script: fileURLToPath(new URL('../../../../services/worker/dist/eval/main.js', import.meta.url)),
    env: { CORPUS: path.join(directory, 'ads.jsonl'), OPENAI_API_KEY: 'sk-sandbox-000000000000', OPENAI_BASE_URL: `${sandbox.httpUrl}/openai/v1`, ...env },
  })
  const code = await child.ended
  return { code, lines: child.lines }
}

test('ads measured with the model print one JSON object and nothing else, right even where the model lies, and one call an ad', async () => {
  const before = sandbox.context.requests.of('openai').length
  sandbox.context.faults.add({ target: 'openai', kind: 'wrong-answer', answer: 'invented-price', times: 4 })
  const { code, lines } = await evaluated({ PROVIDER: 'openai', JSON: '1' })
  expect({ code, lines: lines.length }).toEqual({ code: 0, lines: 1 })
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    items: 13,
    classification: { f1: 1 },
    fields: { price: { precision: 1, recall: 1 }, year: { precision: 1, recall: 1 }, mileage: { precision: 1, recall: 1 }, phones: { precision: 1, recall: 1 }, brand: { recall: 1 }, model: { recall: 1 } },
    decidedWithoutModel: 1 / 13,
  })
  expect(sandbox.context.requests.of('openai').length - before).toBe(12)
})

test('a limit of the provider is waited for', async () => {
  sandbox.context.faults.add({ target: 'openai', kind: 'error', status: 429, retryAfterSeconds: 1, times: 3 })
  const { code, lines } = await evaluated({ PROVIDER: 'openai' })
  expect(code).toBe(0)
  expect(lines[0]).toBe('13 posts, read by openai')
})

test('a refused key ends it with one sentence and no figures', async () => {
  const { code, lines } = await evaluated({ PROVIDER: 'openai', JSON: '1', OPENAI_API_KEY: 'wrong' })
  expect(code).toBe(1)
  expect(lines.join('\n')).toMatch(/^OpenAI answered 401/)
})
