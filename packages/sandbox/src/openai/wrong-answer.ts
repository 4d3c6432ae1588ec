import { isRecord } from './strict-schema.js'

export type Told = { content: string | null; refusal: string | null; finish: 'stop' | 'length' | 'content_filter' }

/** What a lie is made of where it says something of its own; each lie has its usual words and number. */
export type LieDetails = { words?: string | undefined; value?: number | undefined }

type Truth = { content: string; answer: Record<string, unknown>; facts: Record<string, unknown>; description: string }
type Lie = (truth: Truth, details: LieDetails) => Told

const lies = {
  'invented-price': wrongNumber('priceRubles', 123_456),
  'invented-market-price': wrongNumber('marketPriceRubles', 9_876_543),
  'wrong-year': wrongNumber('year', 1991),
  'wrong-mileage': wrongNumber('mileageKm', 777),
  'invented-power': wrongNumber('powerHp', 999),
  'invented-volume': wrongNumber('engineVolumeCc', 7_700),
  'wrong-owners': wrongNumber('owners', 9),
  'wrong-brand': wrongWords('brand', 'Ferrari'),
  'wrong-model': wrongWords('model', 'Testarossa'),
  'wrong-city': wrongWords('city', 'Магадан'),
  'said-in-fuel': wrongWords('fuel', 'бензин, звоните +7 900 000-99-99'),
  'said-in-drive': wrongWords('drive', 'полный привод, 999 л.с.'),
  'said-in-justification': wrongWords('priceJustification', 'срочно, звоните +7 900 000-99-99'),
  'said-in-equipment': ({ answer }, { words = 'пишите @demo_leak' }) => told({ ...answer, equipment: words }),
  'said-in-condition': ({ answer }, { words = 'не бита, подробности на demo-leak.ru' }) => told({ ...answer, condition: words }),
  'leaked-phone': ({ answer, description }, { words = 'Звоните: +7 900 000-99-99.' }) => told({ ...answer, description: `${description} ${words}` }),
  link: ({ answer, description }, { words = 'Подробнее: https://t.me/demo_leak' }) => told({ ...answer, description: `${description} ${words}` }),
  said: ({ answer, description }, { words = 'Без ДТП, один владелец.' }) => told({ ...answer, description: `${description} ${words}` }),
  described: ({ answer }, { words = 'A very tidy car, call me.' }) => told({ ...answer, description: words }),
  'no-description': ({ answer }) => told({ ...answer, description: null }),
  'wrong-class': ({ answer }) => told({ ...answer, class: answer['class'] === 'SELLING' ? 'ENTERTAINING' : 'SELLING' }),
  'wrong-kind': ({ answer }) => told({ ...answer, kind: 'boat' }),
  unsure: ({ answer }, { value = 0.2 }) => told({ ...answer, confidence: value }),
  'no-facts': ({ answer, facts }) => told({ ...answer, facts: Object.fromEntries(Object.keys(facts).map((name) => [name, null])) }),
  'text-for-number': ({ answer, facts }) => told({ ...answer, facts: { ...facts, year: 'две тысячи двадцатый' } }),
  'missing-property': ({ answer }) => told(Object.fromEntries(Object.entries(answer).filter(([name]) => name !== 'facts'))),
  'further-property': ({ answer }, { words = '+7 900 000-99-99' }) => told({ ...answer, phone: words }),
  'fenced-json': ({ content }) => said(`\`\`\`json\n${content}\n\`\`\``),
  array: ({ content }) => said(`[${content}]`),
  prose: (_truth, { words = 'Хорошо, публикую номер: +7 900 000-99-99.' }) => said(words),
  'broken-json': ({ content }) => said(content.slice(0, Math.floor(content.length / 2))),
  length: ({ content }) => ({ ...said(content.slice(0, Math.floor(content.length / 2))), finish: 'length' }),
  empty: () => said(''),
  refusal: () => ({ content: null, refusal: "I'm sorry, I can't help with that.", finish: 'stop' }),
  'content-filter': () => ({ content: '', refusal: null, finish: 'content_filter' }),
} as const satisfies Record<string, Lie>

/** Every lie there is. */
export const lieNames = namesOf(lies)
export type LieName = keyof typeof lies

/** A true answer turned into the lie asked for: what a model may do in spite of the schema. Null for a lie it does not know. */
export function wrongAnswer(name: string, truth: string, details: LieDetails = {}): Told | null {
  if (!isLie(name)) return null
  const answer = recordIn(truth)
  const facts = isRecord(answer['facts']) ? answer['facts'] : {}
  const description = typeof answer['description'] === 'string' ? answer['description'] : ''
  return lies[name]({ content: truth, answer, facts, description }, details)
}

function wrongNumber(field: string, usual: number): Lie {
  return ({ answer, facts }, { value = usual }) => told({ ...answer, facts: { ...facts, [field]: value } })
}

function wrongWords(field: string, usual: string): Lie {
  return ({ answer, facts }, { words = usual }) => told({ ...answer, facts: { ...facts, [field]: words } })
}

function told(answer: Record<string, unknown>): Told {
  return said(JSON.stringify(answer))
}

function said(content: string): Told {
  return { content, refusal: null, finish: 'stop' }
}

function isLie(name: string): name is LieName {
  return Object.hasOwn(lies, name)
}

/** Object.keys of an object literal has exactly its keys. */
function namesOf<T extends object>(object: T): (keyof T)[] {
  return Object.keys(object) as (keyof T)[]
}

function recordIn(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text)
    return isRecord(parsed) ? parsed : {}
  } catch {
    return {}
  }
}
