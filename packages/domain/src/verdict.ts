import { addressesModel } from './addresses-model.js'
import type { CarFacts } from './car.js'
import type { PostClass, PostKind } from './extraction/types.js'
import { formatRubles } from './money.js'
import { mentionsPhrase } from './post-filter.js'
import { requiredFieldNames, type Settings } from './settings.js'

export type VerdictSettings = Pick<Settings, 'minConfidence' | 'minPriceKopecks' | 'maxPriceKopecks' | 'excludedWords' | 'requiredFields'>

export type Verdict = { status: 'READY' } | { status: 'MODERATION'; reason: string } | { status: 'REJECTED'; reason: string }

const kindNames: Record<PostKind, string> = {
  'car-sale': 'продажа автомобиля',
  wanted: 'ищут автомобиль',
  parts: 'запчасти',
  service: 'услуги',
  news: 'новость',
  rental: 'аренда',
  'many-cars': 'список из нескольких машин',
  'soon-on-sale': 'машина ещё не продаётся («скоро в продаже»)',
  'real-estate': 'недвижимость',
  job: 'вакансия',
  truck: 'грузовик или спецтехника',
  moto: 'мототехника',
  humour: 'развлекательный пост',
  other: 'не объявление о продаже',
}

/** The confidence of a reading that rules and model dispute is at most this. */
const evenChance = 0.5

/**
 * What becomes of a post. Reasons are Russian sentences for the owner. `disagreements` are fields that rules and model read differently. From a trusted channel what is
 * more likely a sale than not is believed to be one; whatever else speaks against it counts as ever.
 */
export function decideVerdict(
  post: { class: PostClass; kind: PostKind; confidence: number; facts: CarFacts; text: string; disagreements?: string[]; isTrusted?: boolean },
  settings: VerdictSettings,
): Verdict {
  const { facts } = post
  const excluded = settings.excludedWords.find((phrase) => mentionsPhrase(post.text, phrase))
  if (excluded !== undefined) return { status: 'REJECTED', reason: `В тексте есть исключающее слово «${excluded}»` }
  const isSale = post.class === 'SELLING' && post.kind === 'car-sale'
  if (post.confidence < settings.minConfidence && !(isSale && post.isTrusted && post.confidence > evenChance)) {
    return { status: 'MODERATION', reason: `Неясно, объявление ли это: уверенность ${percent(post.confidence)}, порог ${percent(settings.minConfidence)}` }
  }
  if (!isSale) return { status: 'REJECTED', reason: `Не продажа одной машины: ${kindNames[post.kind === 'car-sale' ? 'other' : post.kind]}` }
  if (facts.priceKopecks !== null && facts.priceKopecks < settings.minPriceKopecks) {
    return { status: 'REJECTED', reason: `Цена ${formatRubles(facts.priceKopecks)} ниже минимальной ${formatRubles(settings.minPriceKopecks)}` }
  }
  if (facts.priceKopecks !== null && facts.priceKopecks > settings.maxPriceKopecks) {
    return { status: 'REJECTED', reason: `Цена ${formatRubles(facts.priceKopecks)} выше максимальной ${formatRubles(settings.maxPriceKopecks)}` }
  }
  // Such an ad is fit to mislead whoever reads it, rules included.
  if (addressesModel(post.text)) return { status: 'MODERATION', reason: 'В тексте есть указания для нейросети: посмотрите, что публикуете' }
  const missing = settings.requiredFields.filter((field) => facts[field] === null)
  if (missing.length > 0) return { status: 'MODERATION', reason: `В тексте не нашлось: ${missing.map((field) => requiredFieldNames[field]).join(', ')}` }
  if (post.disagreements?.length) return { status: 'MODERATION', reason: `Правила и модель прочли по-разному: ${post.disagreements.map(fieldName).join(', ')}` }
  return { status: 'READY' }
}

/** What stands as the reason of a post that a person turned down: no edit revives it. */
export const refusedByOwnerText = 'отклонено владельцем'

/** A channel whose last `trustAfter` ads that a person decided on were all approved; 0 trusts none. */
export function isTrustedChannel({ trustAfter }: Pick<Settings, 'trustAfter'>, { approvedInRow }: { approvedInRow: number }): boolean {
  return trustAfter > 0 && approvedInRow >= trustAfter
}

/** Why a person is to see an ad that is fine by itself, null: nobody has to. Where the owner wants to see all ads, those of trusted channels are let through. */
export function reviewReason(settings: Pick<Settings, 'reviewedAds' | 'trustAfter'>, channel: { approvedInRow: number }): string | null {
  if (settings.reviewedAds === 'doubtful' || isTrustedChannel(settings, channel)) return null
  if (settings.trustAfter === 0) return 'Проверяются все объявления'
  return `Проверяются все объявления; этот канал одобрен подряд раз: ${channel.approvedInRow} из ${settings.trustAfter}`
}

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`
}

function fieldName(field: string): string {
  return Object.entries(requiredFieldNames).find(([key]) => key === field)?.[1] ?? field
}
