import type { Amount } from './types.js'

/** Exact for amounts checked to have two digits after the point. */
export function kopecksOf({ value }: Pick<Amount, 'value'>): number {
  return Number(value.replace('.', ''))
}

export function amountOf(kopecks: number): Amount {
  return { value: `${Math.floor(kopecks / 100)}.${String(kopecks % 100).padStart(2, '0')}`, currency: 'RUB' }
}
