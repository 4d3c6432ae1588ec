import {
  aiAnswer,
  aiAnswerJsonSchema,
  buildPrompt,
  checkDescription,
  composeDescription,
  extractByRules,
  factsOfAnswer,
  groundFacts,
  maskContacts,
  mergeExtractions,
  type AiAnswer,
  type CarFacts,
  type PostClass,
  type PostKind,
  type RulesExtraction,
} from '@cars-bot/domain'
import type { AdReader, Usage } from '@cars-bot/adapters/openai'

export type AdReading = {
  class: PostClass
  kind: PostKind
  confidence: number
  facts: CarFacts
  description: string | null
  disagreements: string[]
  /** What the model said that the text does not, and why its description was not taken. */
  notes: string[]
  source: 'rules' | 'model'
  tokens: number
  costMicroUsd: number
  /** What was read: the ad without its channel's standing phrases. */
  text: string
  /** The key by which the reading of this text is found again; null when it is not to be. */
  textHash: string | null
}

/** From here on the rules are sure enough that a post is no ad to spare the call. */
const clearConfidence = 0.9
const mostAttempts = 2

/** False: the rules are sure that the text is no ad. */
export function needsModel(text: string): boolean {
  return !isClearlyNoAd(extractByRules(text))
}

/**
 * Understands one text. A clear non-ad never reaches the model; contacts are masked before the call, so that it can't repeat them. What the model
 * claims must stand in the text; a faulty description gets one repair attempt, then one is composed of the facts. An answer that is
 * no answer twice over leaves the rules alone. Throws what the call throws: whether to wait is the job's business.
 */
export async function readAd(text: string, adReader: AdReader | null): Promise<AdReading> {
  const rules = extractByRules(text)
  if (adReader === null || isClearlyNoAd(rules)) return byRules(rules, text)
  const spent = { tokens: 0, costMicroUsd: 0 }
  const notes: string[] = []
  let answer: AiAnswer | null = null
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const asked = await ask(adReader, { text, faults: notes }).catch((error: unknown) => {
      if (answer === null) throw error
      return null
    })
    // The repair did not come: the facts are there already.
    if (asked === null) break
    spent.tokens += asked.usage.promptTokens + asked.usage.completionTokens
    spent.costMicroUsd += asked.usage.costMicroUsd
    if (!asked.answer) {
      notes.push(asked.fault)
      continue
    }
    answer = asked.answer
    const faults = descriptionFaults(answer, text)
    if (faults.length === 0) return withModel({ text, rules, answer, description: answer.description, notes, spent })
    notes.push(...faults)
  }
  if (!answer) return { ...byRules(rules, text), notes, ...spent }
  return withModel({ text, rules, answer, description: null, notes, spent })
}

function isClearlyNoAd({ class: postClass, confidence }: RulesExtraction): boolean {
  return postClass !== 'SELLING' && confidence >= clearConfidence
}

function byRules(rules: RulesExtraction, text: string): AdReading {
  const { class: postClass, kind, confidence, facts } = rules
  const description = postClass === 'SELLING' ? checkedOrNull(composeDescription(facts), text) : null
  return { class: postClass, kind, confidence, facts, description, disagreements: [], notes: [], source: 'rules', tokens: 0, costMicroUsd: 0, text, textHash: null }
}

type Asked = { usage: Usage } & ({ answer: AiAnswer } | { answer: null; fault: string })

async function ask(adReader: AdReader, { text, faults }: { text: string; faults: string[] }): Promise<Asked> {
  const { system, user } = buildPrompt(maskContacts(text).text)
  const repair = faults.length > 0 ? `\n\nПрошлый ответ не принят: ${faults.join('; ')}. Ответь заново.` : ''
  const reading = await adReader.readAd({ system, user: user + repair, schemaName: 'ad', schema: aiAnswerJsonSchema })
  switch (reading.kind) {
    case 'refused':
      return { usage: reading.usage, answer: null, fault: 'отказ отвечать' }
    case 'cut':
      return { usage: reading.usage, answer: null, fault: 'ответ оборван' }
    case 'answer': {
      const parsed = aiAnswer.safeParse(reading.json)
      return parsed.success ? { usage: reading.usage, answer: parsed.data } : { usage: reading.usage, answer: null, fault: 'ответ не по схеме' }
    }
  }
}

function descriptionFaults(answer: AiAnswer, text: string): string[] {
  if (answer.class !== 'SELLING' || answer.description === null) return []
  const check = checkDescription(answer.description, text)
  return check.ok ? [] : check.faults
}

function withModel(given: { text: string; rules: RulesExtraction; answer: AiAnswer; description: string | null; notes: string[]; spent: { tokens: number; costMicroUsd: number } }): AdReading {
  const { text, rules, answer, notes, spent } = given
  const grounded = groundFacts(factsOfAnswer(answer), text)
  const { facts, disagreements } = mergeExtractions(rules, grounded.facts)
  const isDisputed = (rules.class === 'SELLING') !== (answer.class === 'SELLING') && rules.confidence >= clearConfidence
  return {
    class: answer.class,
    kind: answer.kind,
    // A person decides where rules that are sure and the model take opposite sides.
    confidence: isDisputed ? Math.min(answer.confidence, 0.5) : answer.confidence,
    facts: { ...facts, equipment: checkedOrNull(facts.equipment ?? '', text), priceJustification: checkedOrNull(facts.priceJustification ?? '', text) },
    description: given.description ?? checkedOrNull(composeDescription(facts), text),
    disagreements,
    notes: [...notes, ...grounded.dropped.map(({ field, reason }) => `${field}: ${reason}`)],
    source: 'model',
    ...spent,
    text,
    textHash: null,
  }
}

/** Nothing that fails the check may reach a listing, wherever it comes from. */
export function checkedOrNull(words: string, text: string): string | null {
  if (words.trim() === '') return null
  const check = checkDescription(words, text)
  // A list of options may stand as the seller wrote it: only a description must be of other words.
  return check.ok || check.faults.every((fault) => fault.startsWith('слишком похоже')) ? words : null
}
