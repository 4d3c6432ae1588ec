import type { CarFacts } from './car.js'
import type { RulesExtraction } from './extraction/types.js'

export type FactWinner = 'rules' | 'model' | 'both'

export type MergedExtraction = {
  facts: CarFacts
  /** Who named each known fact. */
  winners: Partial<Record<keyof CarFacts, FactWinner>>
  /** Price, year or mileage read differently: the rules' span decided nothing certain, a person should look. */
  disagreements: (keyof CarFacts)[]
}

/** One set of facts out of two readings; `model` must have been grounded before. */
export function mergeExtractions(rules: Pick<RulesExtraction, 'facts' | 'spans'>, model: CarFacts): MergedExtraction {
  return { facts: { ...model, ...rules.facts }, winners: {}, disagreements: [] }
}
