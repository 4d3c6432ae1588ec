import { aiAnswer, extractByRules, transmissionName, type AiAnswer, type CarFacts } from '@cars-bot/domain'

/**
 * What the stand-in model answers to one post: a reading of the text itself in the product's shape, with a description in words of its own.
 * Marks such as [PHONE_1] tell it, as they tell a real model, that a contact stood there.
 */
export function readAd(text: string): AiAnswer {
  const { class: postClass, kind, confidence } = extractByRules(withContacts(text))
  const { facts, spans } = extractByRules(text)
  const { priceKopecks, marketPriceKopecks, equipment, ...rest } = facts
  const isSelling = postClass === 'SELLING'
  const quotes = Object.values(spans).map(({ start, end }) => text.slice(start, end).trim())
  return aiAnswer.parse({
    evidence: [...new Set(quotes)].join('; ').slice(0, 300) || 'Признаков продажи одной машины нет.',
    class: postClass,
    kind,
    confidence,
    facts: { ...rest, priceRubles: rublesOf(priceKopecks), marketPriceRubles: rublesOf(marketPriceKopecks) },
    condition: isSelling ? conditionOf(text) : null,
    equipment: isSelling ? equipment : null,
    description: isSelling ? describe(facts, text) : null,
  })
}

function withContacts(text: string): string {
  return text.replaceAll(/\[PHONE_\d+\]/g, '+7 900 000-00-00').replaceAll(/\[USERNAME_\d+\]/g, '@some_seller')
}

/** The clause of the ad that speaks of the car's state. */
function conditionOf(text: string): string | null {
  const clause = text.split(/[\n;!]|\.(?=\s|$)/).find((part) => /состояни|вложен|бит|краш|крас|скол|царап|рж[аы]в/i.test(part) && !/\[[A-Z]+_\d+\]/.test(part))
  return clause ? clause.trim().slice(0, 200) : null
}

const features: readonly [RegExp, string][] = [
  [/подогрев/i, 'подогревы'],
  [/камер|круговой обзор/i, 'камера для парковки'],
  [/кож/i, 'салон из кожи'],
  [/климат/i, 'климат-контроль'],
  [/круиз/i, 'круиз-контроль'],
  [/люк|панорам/i, 'стеклянная крыша или люк'],
  [/зимн|летн|второй комплект/i, 'колёса на другой сезон'],
  [/пневм/i, 'пневматическая подвеска'],
  [/лебёдк|лебедк/i, 'лебёдка'],
]

const remarks: readonly [RegExp, string][] = [
  [/вложений не|без вложений/i, 'Срочных затрат, по словам продавца, не предвидится.'],
  [/сервисн|у дилера|у официал/i, 'О прошлом обслуживании продавец готов рассказать подробно.'],
  [/(?<!без )торг/i, 'При осмотре возможен разговор о цене.'],
  [/обмен/i, 'Рассматривается обмен.'],
  [/срочно/i, 'Продавец торопится.'],
]

function describe(facts: CarFacts, text: string): string {
  const box = facts.transmission ? `Машина на ходу; трансмиссия — ${transmissionName(facts.transmission)}.` : 'Машину можно увидеть по договорённости.'
  const found = features.filter(([pattern]) => pattern.test(text)).map(([, words]) => words)
  const said = remarks.filter(([pattern]) => pattern.test(text)).map(([, words]) => words)
  return [box, ...(found.length > 0 ? [`Среди удобств названы ${found.join(', ')}.`] : []), ...said, 'Посмотреть её лучше при дневном свете.'].join(' ')
}

function rublesOf(kopecks: number | null): number | null {
  return kopecks === null ? null : Math.round(kopecks / 100)
}
