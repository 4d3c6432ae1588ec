import { aiAnswer, extractByRules, transmissionName, type AiAnswer, type CarFacts } from '@cars-bot/domain'

/** What the stand-in model answers to one post: a reading of the text itself, in the product's answer shape, with a description of its own wording. */
export function readAd(text: string): AiAnswer {
  const { class: postClass, kind, confidence, facts } = extractByRules(text)
  const { priceKopecks, marketPriceKopecks, ...rest } = facts
  return aiAnswer.parse({
    evidence: [facts.brand, facts.model, facts.year].filter((part) => part !== null).join(' ').slice(0, 200),
    class: postClass,
    kind,
    confidence: Math.max(confidence, 0.5),
    facts: {
      ...rest,
      priceRubles: rublesOf(priceKopecks),
      marketPriceRubles: rublesOf(marketPriceKopecks),
    },
    condition: null,
    equipment: null,
    description: postClass === 'SELLING' ? describe(facts, text) : null,
  })
}

const features: readonly [RegExp, string][] = [
  [/подогрев/i, 'подогревы'], [/камер/i, 'камера'], [/кож/i, 'кожаный салон'], [/климат/i, 'климат-контроль'], [/люк|панорам/i, 'люк или панорама'],
  [/резин/i, 'второй комплект шин'], [/гаранти/i, 'действует гарантия'], [/дилер/i, 'обслуживание у дилера'], [/пневм/i, 'пневмоподвеска'], [/не бит|не крашен/i, 'кузов, со слов владельца, без окрасов'],
]

function describe(facts: CarFacts, text: string): string {
  const found = features.filter(([pattern]) => pattern.test(text)).map(([, words]) => words)
  const box = facts.transmission ? ` Коробка передач: ${transmissionName(facts.transmission)}.` : ''
  const equipment = found.length > 0 ? ` Из особенностей: ${found.join(', ')}.` : ''
  return `Владелец предлагает автомобиль на продажу.${box}${equipment} Подробности и осмотр по договорённости.`
}

function rublesOf(kopecks: number | null): number | null {
  return kopecks === null ? null : Math.round(kopecks / 100)
}
