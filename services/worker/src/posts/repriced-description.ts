import { composeDescription, type CarFacts } from '@cars-bot/domain'
import { checkedOrNull } from './read-ad.js'

/** The description of a car for which another source asks another price: one that speaks of money is written anew out of the facts, without any price. */
export function repricedDescription({ description, facts, text }: { description: string | null; facts: CarFacts; text: string }): string | null {
  if (description === null || !/₽|руб|цен[аеуы]|стоимост|\d[\d\s]{4,}\d/iu.test(description)) return description
  return checkedOrNull(composeDescription({ ...facts, priceKopecks: null }).replace(/\s*Цену уточняйте у продавца\.$/, ''), text)
}
