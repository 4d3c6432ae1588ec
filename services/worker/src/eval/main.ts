import { readFile } from 'node:fs/promises'
import { createOpenAiClient } from '@cars-bot/adapters/openai'
import { evaluate, evaluatedFields, extractByRules, findContacts, type EvaluatedItem, type LabelledItem } from '@cars-bot/domain'
import { openAiEnv, readEnv } from '@cars-bot/platform'
import { readAd } from '../posts/read-ad.js'

const { CORPUS: corpus = '', PROVIDER: provider = 'rules', JSON: asJson = '' } = process.env
if (corpus === '' || !['rules', 'openai'].includes(provider)) {
  process.stderr.write('Use: make eval CORPUS=file.jsonl PROVIDER=rules|openai [JSON=1]\n')
  process.exit(2)
}
const items = (await readFile(corpus, 'utf8')).split('\n').filter((line) => line.trim() !== '').map(asItem)
const env = provider === 'openai' ? readEnv('eval', openAiEnv) : null
const adReader = env?.OPENAI_API_KEY
  ? createOpenAiClient({ apiKey: env.OPENAI_API_KEY, baseUrl: env.OPENAI_BASE_URL, model: env.OPENAI_MODEL, temperature: 0, maxTokens: env.OPENAI_MAX_TOKENS, timeoutMs: 60_000 })
  : null
if (provider === 'openai' && !adReader) {
  process.stderr.write('PROVIDER=openai needs OPENAI_API_KEY\n')
  process.exit(2)
}
for (const item of items.slice(0, 50)) extractByRules(item.text)
const results: EvaluatedItem[] = []
for (const item of items) results.push(await measured(item))
const evaluation = evaluate(results)
if (asJson) process.stdout.write(`${JSON.stringify(evaluation)}\n`)
else process.stdout.write(table())
process.exit(0)

async function measured(item: LabelledItem): Promise<EvaluatedItem> {
  const startedAt = performance.now()
  if (!adReader) {
    const extraction = extractByRules(item.text)
    return { item, extraction, decidedWithoutModel: true, ms: performance.now() - startedAt }
  }
  const reading = await readAd(item.text, adReader)
  return { item, extraction: { ...reading, contacts: findContacts(item.text) }, decidedWithoutModel: reading.source === 'rules', ms: performance.now() - startedAt }
}

function table(): string {
  const share = (value: number): string => value.toFixed(3)
  const { classification, fields, decidedWithoutModel, msPerPost } = evaluation
  const rows = evaluatedFields.map((name) => `${name.padEnd(16)} ${share(fields[name].precision).padStart(9)} ${share(fields[name].recall).padStart(9)}`)
  return [
    `${evaluation.items} items, provider ${provider}`,
    `${''.padEnd(16)} precision    recall`,
    `${'selling'.padEnd(16)} ${share(classification.precision).padStart(9)} ${share(classification.recall).padStart(9)}   F1 ${share(classification.f1)}`,
    ...rows,
    `decided without model ${share(decidedWithoutModel)}, ${msPerPost.toFixed(3)} ms a post`,
    '',
  ].join('\n')
}

/** One line of the corpus format. */
function asItem(line: string): LabelledItem {
  return JSON.parse(line) as LabelledItem
}
