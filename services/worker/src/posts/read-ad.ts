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
 * claims must stand in the text; a faulty answer or description gets one repair attempt with its faults named, then a description is composed of the facts. An answer that is
 * no answer twice over leaves the rules alone. Throws what the call throws: whether to wait is the job's business.
 */
export async function readAd(text: string, adReader: AdReader | null): Promise<AdReading> {
  const rules = extractByRules(text)
  if (adReader === null || isClearlyNoAd(rules)) return byRules(rules, text)
  const spent = { tokens: 0, costMicroUsd: 0 }
  const faults: string[] = []
  let read: AdReading | null = null
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const asked = await ask(adReader, { text, faults }).catch((error: unknown) => {
      if (read === null) throw error
      return null
    })
    // The repair did not come: the facts are there already.
    if (asked === null) break
    spent.tokens += asked.usage.promptTokens + asked.usage.completionTokens
    spent.costMicroUsd += asked.usage.costMicroUsd
    if (!asked.answer) {
      faults.push(asked.fault)
      continue
    }
    read = withModel(asked.answer, { text, rules })
    const found = descriptionFaults(asked.answer, read, text)
    if (found.length === 0) return { ...read, description: asked.answer.class === 'SELLING' ? (read.description ?? asked.answer.description) : null, notes: [...faults, ...read.notes], ...spent }
    faults.push(...found)
  }
  const kept = read ?? byRules(rules, text)
  return { ...kept, description: composed(kept, text), notes: [...faults, ...kept.notes], ...spent }
}

function isClearlyNoAd({ class: postClass, confidence }: RulesExtraction): boolean {
  return postClass !== 'SELLING' && confidence >= clearConfidence
}

function byRules(rules: RulesExtraction, text: string): AdReading {
  const { class: postClass, kind, confidence, facts } = rules
  const reading: AdReading = { class: postClass, kind, confidence, facts: publishable(facts, text), description: null, disagreements: [], notes: [], source: 'rules', tokens: 0, costMicroUsd: 0, text, textHash: null }
  return { ...reading, description: composed(reading, text) }
}

/** A description of the facts alone; none for what is no ad. */
function composed({ class: postClass, facts }: AdReading, text: string): string | null {
  return postClass === 'SELLING' ? checkedOrNull(composeDescription(facts), text, facts) : null
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

function descriptionFaults(answer: AiAnswer, { facts }: AdReading, text: string): string[] {
  if (answer.class !== 'SELLING' || answer.description === null) return []
  const check = checkDescription(answer.description, text, facts)
  return check.ok ? [] : check.faults
}

/** The answer without what the text does not say; its description is still to be checked, and composed where the model wrote none. */
function withModel(answer: AiAnswer, { text, rules }: { text: string; rules: RulesExtraction }): AdReading {
  const grounded = groundFacts(factsOfAnswer(answer), text)
  const { facts, disagreements } = mergeExtractions(rules, grounded.facts)
  const isDisputed = (rules.class === 'SELLING') !== (answer.class === 'SELLING') && rules.confidence >= clearConfidence
  const reading: AdReading = {
    class: answer.class,
    kind: answer.kind,
    // A person decides where rules that are sure and the model take opposite sides.
    confidence: isDisputed ? Math.min(answer.confidence, 0.5) : answer.confidence,
    facts: publishable(facts, text),
    description: null,
    disagreements,
    notes: grounded.dropped.map(({ field, reason }) => `${field}: ${reason}`),
    source: 'model',
    tokens: 0,
    costMicroUsd: 0,
    text,
    textHash: null,
  }
  return answer.description === null || answer.description.trim() === '' ? { ...reading, description: composed(reading, text) } : reading
}

/** The seller's own words reach a listing only when they pass the check. */
function publishable(facts: CarFacts, text: string): CarFacts {
  return { ...facts, equipment: checkedOrNull(facts.equipment ?? '', text, facts), priceJustification: checkedOrNull(facts.priceJustification ?? '', text, facts) }
}

/** A list of options may stand as the seller wrote it: only a description must be in other words, and Russian ones. */
const faultsOfStyle = /^(?:слишком похоже|написано не по-русски)/

/** Nothing that fails the check may reach a listing, wherever it comes from. `facts`: the car's data that the words may name; what the rules read in the text when not given. */
export function checkedOrNull(words: string, text: string, facts?: CarFacts): string | null {
  if (words.trim() === '') return null
  const check = checkDescription(words, text, facts)
  return check.ok || check.faults.every((fault) => faultsOfStyle.test(fault)) ? words : null
}
