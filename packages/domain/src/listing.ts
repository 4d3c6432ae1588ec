import type { CarFacts, Transmission } from './car.js'
import { formatRubles, groupDigits } from './money.js'
import { plural } from './plural.js'

export type ListingInput = {
  facts: CarFacts
  /** The price before its last change; shown beside a lower one. */
  previousPriceKopecks?: number | null
  description: string | null
  contactUrl: string
  /** Our message carries photos or videos. */
  publishedWithMedia: boolean
  sourceHasMedia: boolean
}

const transmissionNames: Record<Transmission, string> = { AUTOMATIC: 'автомат', MANUAL: 'механика', ROBOT: 'робот', CVT: 'вариатор' }

/**
 * The listing as Telegram HTML. Facts always stand whole; only the description is cut, at a sentence, so that the text
 * after entity parsing has at most `limit` UTF-16 units (core.telegram.org/bots/api#sendphoto: 1024 for captions, 4096 for messages).
 */
export function renderListing(input: ListingInput, { limit }: { limit: 1024 | 4096 }): string {
  const body = (input.description ?? input.facts.equipment ?? '').trim()
  const fixed = blocks(input, '')
  const room = limit - visibleLength(fixed) - visibleLength('⚙️ ') - 2
  const description = cutAtSentence(body, room)
  return blocks(input, description)
}

/**
 * The listing of a car that is to be had no more, as Telegram HTML: what happened on top, the car by which a reader knows it, the price struck out;
 * no way to the seller and none of the seller's words. Always within a caption's limit.
 */
export function renderWithdrawnListing({ facts, isSold }: { facts: CarFacts; isSold: boolean }): string {
  const heading = isSold ? '✅ <b>Продано</b>' : '⛔️ <b>Снято с продажи</b>'
  const formerPrice = facts.priceKopecks === null ? null : `💰 <s>${formatRubles(facts.priceKopecks)}</s>`
  return [heading, header(facts), specs(facts), history(facts), formerPrice].filter((part) => part !== null).join('\n\n')
}

/** The length Telegram counts: tags removed, entities read back, in UTF-16 units. */
export function visibleLength(html: string): number {
  return html.replace(/<[^>]*>/g, '').replace(/&(?:lt|gt|amp|quot);/g, '_').length
}

/** The four characters Telegram's HTML mode needs replaced (core.telegram.org/bots/api#html-style). */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** «автомат», «механика», «робот», «вариатор». */
export function transmissionName(transmission: Transmission): string {
  return transmissionNames[transmission]
}

/** «2.0 л» for 1998 cm³: litres with one digit, as Russian ads write them. */
export function formatLitres(engineVolumeCc: number): string {
  return `${(engineVolumeCc / 1000).toFixed(1)} л`
}

function blocks(input: ListingInput, description: string): string {
  const { facts } = input
  const parts = [header(facts), specs(facts), history(facts), description === '' ? null : `⚙️ ${escapeHtml(description)}`, price(input), contactLink(input)]
  return parts.filter((part) => part !== null).join('\n\n')
}

function header(facts: CarFacts): string {
  const name = [facts.brand, facts.model].filter((part) => part !== null).join(' ')
  return `🚗 <b>${escapeHtml(short(name === '' ? 'Автомобиль' : name))}</b>`
}

function specs(facts: CarFacts): string | null {
  const known = [
    facts.engineVolumeCc === null ? null : formatLitres(facts.engineVolumeCc),
    facts.powerHp === null ? null : `${facts.powerHp} л.с.`,
    facts.fuel,
    facts.transmission === null ? null : transmissionNames[facts.transmission],
    facts.drive,
    facts.year === null ? null : facts.year.toString(),
    facts.city,
  ].filter((part) => part !== null)
  return known.length === 0 ? null : `📋 ${escapeHtml(known.map((part) => short(part)).join(' • '))}`
}

function history(facts: CarFacts): string | null {
  const known = [
    facts.owners === null ? null : facts.owners === 0 ? 'Без владельцев' : `${facts.owners} ${plural(facts.owners, ['владелец', 'владельца', 'владельцев'])}`,
    facts.mileageKm === null ? null : `Пробег: ${groupDigits(facts.mileageKm)} км`,
    facts.autotekaStatus === null ? null : facts.autotekaStatus === 'GREEN' ? 'Автотека: без ДТП' : 'Автотека: есть ДТП',
  ].filter((part) => part !== null)
  return known.length === 0 ? null : `📊 ${known.join('\n')}`
}

function price({ facts, previousPriceKopecks = null }: ListingInput): string {
  if (facts.priceKopecks === null) return '💰 Цена: уточняйте у продавца'
  const lines = [`💰 <b>${formatRubles(facts.priceKopecks)}</b>`]
  if (previousPriceKopecks !== null && facts.priceKopecks < previousPriceKopecks) {
    lines.push(`📉 цена снижена: ${formatRubles(previousPriceKopecks).replace(/\u00a0₽$/, '')} → ${formatRubles(facts.priceKopecks)}`)
  }
  if (facts.marketPriceKopecks !== null) lines.push(...marketLines(facts.priceKopecks, facts.marketPriceKopecks))
  if (facts.priceJustification) lines.push(escapeHtml(short(facts.priceJustification, 160)))
  return lines.join('\n')
}

/** A price further from the market than half of it is no bargain but a mistake on either side. */
function marketLines(priceKopecks: number, marketKopecks: number): string[] {
  const percent = Math.round((priceKopecks / marketKopecks - 1) * 100)
  if (!Number.isFinite(percent) || Math.abs(percent) > 50) return []
  if (Math.abs(percent) <= 3) return ['Цена по рынку']
  if (percent > 0) return [`На ${percent} % выше рынка`]
  return [`На ${-percent} % ниже рынка`, `Средняя цена на рынке: ${formatRubles(marketKopecks)}, выгода ${formatRubles(marketKopecks - priceKopecks)}`]
}

function contactLink(input: ListingInput): string {
  const isTextOnly = input.sourceHasMedia && !input.publishedWithMedia
  const words = isTextOnly ? 'Получить контакты и ссылку на оригинал с медиа' : 'Получить контакты'
  return `📞 <a href="${escapeHtml(input.contactUrl)}">${words}</a>`
}

function short(text: string, limit = 60): string {
  return text.length <= limit ? text : `${cutUnits(text, limit - 1)}…`
}

function cutAtSentence(text: string, room: number): string {
  if (text.length <= room) return text
  if (room < 20) return ''
  const head = cutUnits(text, room - 1)
  const end = Math.max(head.lastIndexOf('. '), head.lastIndexOf('! '), head.lastIndexOf('? '), head.lastIndexOf('\n'), /[.!?]$/.test(head) ? head.length - 1 : -1)
  if (end > head.length / 3) return head.slice(0, end + 1).trim()
  const word = head.lastIndexOf(' ')
  return `${head.slice(0, word > 0 ? word : head.length).trim()}…`
}

/** Cuts without parting a surrogate pair. */
function cutUnits(text: string, units: number): string {
  const cut = text.slice(0, units)
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut
}
