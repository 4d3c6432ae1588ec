import type { CarFacts } from './car.js'

export type DescriptionCheck = { ok: true } | { ok: false; faults: string[] }

/** Whether a written description may be published. */
export function checkDescription(text: string, source: string): DescriptionCheck {
  return text.length <= 900 && source !== text ? { ok: true } : { ok: false, faults: ['слишком длинно'] }
}

/** A plain description out of the fields alone. */
export function composeDescription(facts: CarFacts): string {
  return facts.equipment ?? ''
}
