import { composeDescription, extractByRules, type CarFacts, type Settings } from '@cars-bot/domain'
import type { CarModel, PostModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { factsOfCar } from './facts-of-car.js'
import { checkedOrNull, type AdReading } from './read-ad.js'
import { readPost } from './read-post.js'

export type EditedPost = PostModel & { car: CarModel | null }

/** Other pictures change no word of the text. */
const notWords = new Set(['price', 'contact', 'media'])

/**
 * Reads an edited ad: by rules alone, keeping what was read before, where no other words changed than price and contacts and the rules are sure of the price; as a new ad
 * otherwise. A post that waits for a person is always read as a whole: the edit may be what it lacked. An edit never waits for the next day's budget.
 */
export async function rereadAd(app: App, post: EditedPost, settings: Settings): Promise<{ reading: AdReading; isWhole: boolean }> {
  const reading = post.status === 'MODERATION' ? null : rereadNumbers(post)
  if (reading) return { reading, isWhole: false }
  const read = await readPost(app, { ...post, attempts: post.attempts + 1 }, { ...settings, aiOverBudget: 'rules' })
  if (read.kind === 'waits') throw new Error('an edit is not to wait')
  return { reading: read.reading, isWhole: true }
}

function rereadNumbers({ car, editKinds, text }: EditedPost): AdReading | null {
  if (!car || editKinds.length === 0 || !editKinds.every((kind) => notWords.has(kind))) return null
  const known = factsOfCar(car)
  const facts = editKinds.includes('price') ? withPriceOf(text, known) : known
  if (!facts) return null
  const isRepriced = facts.priceKopecks !== known.priceKopecks
  const kept = car.description !== null && !(isRepriced && namesPrice.test(car.description)) ? checkedOrNull(car.description, text, facts) : null
  return {
    // It was found to be an ad before, and nothing that was told of the car has changed.
    class: 'SELLING',
    kind: 'car-sale',
    confidence: 1,
    facts: { ...facts, priceJustification: checkedOrNull(facts.priceJustification ?? '', text, facts) },
    description: kept ?? checkedOrNull(composeDescription(facts), text, facts),
    disagreements: [],
    notes: [],
    source: 'rules',
    tokens: 0,
    costMicroUsd: 0,
    text,
    textHash: null,
  }
}

/** Null: the rules find no price in the text. */
function withPriceOf(text: string, known: CarFacts): CarFacts | null {
  const { priceKopecks, marketPriceKopecks } = extractByRules(text).facts
  return priceKopecks === null ? null : { ...known, priceKopecks, marketPriceKopecks }
}

/** The old price may stand in the new text too: «было 1 250 000». A description that speaks of money is written anew. */
const namesPrice = /[₽$]|руб|млн|тыс|цен[аеуы]|стоимост|\d[\d\s.]{4,}\d/iu
