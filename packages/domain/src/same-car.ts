import type { CarFacts, SellerContacts } from './car.js'

export type CarSighting = { facts: CarFacts; contacts: SellerContacts; text: string; forwardedFrom?: string | null; vin?: string | null; plate?: string | null }

/** Whether two posts speak of one car. */
export function isSameCar(a: CarSighting, b: CarSighting): { same: boolean; evidence: string[] } {
  return { same: a.text === b.text, evidence: [] }
}
