import type { CarFacts } from './car.js'
import type { RulesExtraction } from './extraction/types.js'

export type FactWinner = 'rules' | 'model' | 'both'

export type MergedExtraction = {
  facts: CarFacts
  /** Who named each known fact. */
  winners: Partial<Record<keyof CarFacts, FactWinner>>
  /** Price, year or mileage that both name differently without a span to decide: for a person to look at. */
  disagreements: (keyof CarFacts)[]
}

/** What a buyer acts on: a difference here is never settled by taste. */
const weighty = new Set<keyof CarFacts>(['priceKopecks', 'year', 'mileageKm'])
/** Words that a model phrases better than a dictionary. */
const worded = new Set<keyof CarFacts>(['equipment', 'priceJustification'])

/**
 * One set of facts out of two readings; `model` must have been grounded before. Where both speak the rules win, because their
 * value has a place in the text; a difference in price, year or mileage is reported as well when it is no mere rounding.
 */
export function mergeExtractions(rules: Pick<RulesExtraction, 'facts' | 'spans'>, model: CarFacts): MergedExtraction {
  const facts: CarFacts = { ...model }
  const merged: MergedExtraction = { facts, winners: {}, disagreements: [] }
  for (const field of fieldsOf(rules.facts)) {
    const byRules = rules.facts[field]
    const byModel = model[field]
    if (byRules === null && byModel === null) continue
    const isSame = byRules !== null && byModel !== null && plain(byRules) === plain(byModel)
    const winner: FactWinner = isSame ? 'both' : byRules === null || (worded.has(field) && byModel !== null) ? 'model' : 'rules'
    Object.assign(facts, { [field]: winner === 'model' ? byModel : byRules })
    merged.winners[field] = winner
    if (!isSame && byRules !== null && byModel !== null && weighty.has(field)) merged.disagreements.push(field)
  }
  if (byDifferentMakes(rules.facts, model)) facts.model = rules.facts.model
  return merged
}

/** A model belongs to the make it came with. */
function byDifferentMakes(rules: CarFacts, model: CarFacts): boolean {
  return rules.brand !== null && model.brand !== null && plain(rules.brand) !== plain(model.brand)
}

function plain(value: string | number): string {
  return String(value).toLowerCase().replace(/[\s-]/g, '')
}

/** The keys of a CarFacts value, which has no others. */
function fieldsOf(facts: CarFacts): (keyof CarFacts)[] {
  return Object.keys(facts) as (keyof CarFacts)[]
}
