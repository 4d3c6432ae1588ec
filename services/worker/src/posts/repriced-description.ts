import { composeDescription, formatRubles, type CarFacts } from '@cars-bot/domain'
import { checkedOrNull } from './read-ad.js'

/** The description of a car for which another source asks another price: one that speaks of money is written anew out of the facts. */
export function repricedDescription({ description, facts, priceKopecks, text }: { description: string | null; facts: CarFacts; priceKopecks: bigint; text: string }): string | null {
  if (description === null || !/₽|руб|цен[аеуы]|стоимост|\d[\d\s]{4,}\d/iu.test(description)) return description
  const price = Number(priceKopecks)
  return checkedOrNull(composeDescription({ ...facts, priceKopecks: price }), `${text}\nЦена ${formatRubles(price)}`)
}
