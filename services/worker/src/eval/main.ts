import { readFile } from 'node:fs/promises'
import { createOpenAiClient, type AdReader } from '@cars-bot/adapters/openai'
import { openAiEnv, readEnv } from '@cars-bot/platform'
import { evaluateCorpus } from './evaluate-corpus.js'
import { evaluationTable } from './evaluation-table.js'
import { readCorpus } from './read-corpus.js'

const { CORPUS: corpus = '', PROVIDER: provider = 'rules', JSON: asJson = '' } = process.env
try {
  if (corpus === '' || !['rules', 'openai'].includes(provider)) throw new Error('use: make eval CORPUS=file.jsonl PROVIDER=rules|openai [JSON=1]')
  const items = readCorpus(await readFile(corpus, 'utf8'))
  const evaluation = await evaluateCorpus(items, provider === 'openai' ? openAiReader() : null)
  process.stdout.write(asJson === '' ? evaluationTable(evaluation, provider) : `${JSON.stringify(evaluation)}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

/** Temperature 0, so that two runs can be compared. */
function openAiReader(): AdReader {
  const env = readEnv('eval', openAiEnv)
  if (!env.OPENAI_API_KEY) throw new Error('PROVIDER=openai needs OPENAI_API_KEY')
  return createOpenAiClient({
    apiKey: env.OPENAI_API_KEY,
    baseUrl: env.OPENAI_BASE_URL,
    model: env.OPENAI_MODEL,
    temperature: 0,
    maxTokens: env.OPENAI_MAX_TOKENS,
    timeoutMs: 60_000,
  })
}
