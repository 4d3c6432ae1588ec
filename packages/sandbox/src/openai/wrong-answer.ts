import { isRecord } from './strict-schema.js'

export type Told = { content: string | null; refusal: string | null; finish: 'stop' | 'length' | 'content_filter' }

/** A true answer turned into the lie asked for: what a model may do in spite of the schema. Null for a lie it does not know. */
export function wrongAnswer(kind: string, truth: string): Told | null {
  const answer = recordIn(truth)
  const facts = isRecord(answer['facts']) ? answer['facts'] : {}
  const description = typeof answer['description'] === 'string' ? answer['description'] : ''
  const told = (change: Record<string, unknown>): Told => ({ content: JSON.stringify({ ...answer, ...change }), refusal: null, finish: 'stop' })
  switch (kind) {
    case 'invented-price':
      return told({ facts: { ...facts, priceRubles: 123_456 } })
    case 'wrong-year':
      return told({ facts: { ...facts, year: 1991 } })
    case 'wrong-mileage':
      return told({ facts: { ...facts, mileageKm: 777 } })
    case 'leaked-phone':
      return told({ description: `${description} Звоните: +7 900 000-99-99.` })
    case 'link':
      return told({ description: `${description} Подробнее: https://t.me/demo_leak` })
    case 'wrong-class':
      return told({ class: answer['class'] === 'SELLING' ? 'ENTERTAINING' : 'SELLING' })
    case 'broken-json':
      return { content: truth.slice(0, Math.floor(truth.length / 2)), refusal: null, finish: 'stop' }
    case 'length':
      return { content: truth.slice(0, Math.floor(truth.length / 2)), refusal: null, finish: 'length' }
    case 'empty':
      return { content: '', refusal: null, finish: 'stop' }
    case 'refusal':
      return { content: null, refusal: "I'm sorry, I can't help with that.", finish: 'stop' }
    case 'content-filter':
      return { content: '', refusal: null, finish: 'content_filter' }
    default:
      return null
  }
}

function recordIn(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text)
    return isRecord(parsed) ? parsed : {}
  } catch {
    return {}
  }
}
