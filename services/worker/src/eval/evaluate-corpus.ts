import { setTimeout as delay } from 'node:timers/promises'
import { failureOf } from '@cars-bot/adapters/errors'
import type { AdReader } from '@cars-bot/adapters/openai'
import { evaluate, extractByRules, findContacts, type EvaluatedItem, type Evaluation, type LabelledItem } from '@cars-bot/domain'
import { readAd } from '../posts/read-ad.js'

const atOnce = 6
const mostTries = 5
const pauseMs = 2_000
/** Posts read before the clock runs, the corpus over and over if need be, so that the figure is that of a worker at work and not of one that just started. */
const warmUp = 1_000

/** Measures the reading of labelled posts: by rules alone one after another, with a model as the worker asks it, a few at once. Throws when the model stays away. */
export async function evaluateCorpus(items: readonly LabelledItem[], adReader: AdReader | null): Promise<Evaluation> {
  for (let at = 0; items.length > 0 && at < warmUp; at += 1) extractByRules(items[at % items.length]?.text ?? '')
  if (adReader === null) return evaluate(items.map(readByRules))
  const results: EvaluatedItem[] = []
  const left = [...items]
  const readOn = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) results.push(await readWithModel(item, adReader))
  }
  await Promise.all(Array.from({ length: atOnce }, readOn))
  return evaluate(results)
}

function readByRules(item: LabelledItem): EvaluatedItem {
  const startedAt = performance.now()
  const extraction = extractByRules(item.text)
  return { item, extraction, decidedWithoutModel: true, ms: performance.now() - startedAt }
}

async function readWithModel(item: LabelledItem, adReader: AdReader): Promise<EvaluatedItem> {
  for (let tries = 1; ; tries += 1) {
    const startedAt = performance.now()
    try {
      const reading = await readAd(item.text, adReader)
      const extraction = { class: reading.class, facts: reading.facts, contacts: findContacts(item.text) }
      return { item, extraction, decidedWithoutModel: reading.source === 'rules', ms: performance.now() - startedAt }
    } catch (error) {
      const failure = failureOf(error)
      if (failure.kind === 'permanent' || tries === mostTries) throw error
      await delay(failure.kind === 'rate-limited' ? failure.retryAfterMs : pauseMs)
    }
  }
}
