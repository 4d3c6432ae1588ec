import type { SandboxContext } from '../context.js'
import { postAd } from '../control/telegram-control.js'
import { feedAds, feedChannels } from './ads.js'

const sheetTitle = 'Каналы для мониторинга'

type Sheet = { readSheet(title: string): string[][]; appendRow(title: string, values: string[]): void }

/**
 * The demo's stream: its channels exist and stand in the owner's sheet at once; an ad comes every `intervalMs`, the first at once.
 * The list starts over with other prices and mileages, so that no two rounds are the same cars.
 */
export function startFeed(context: SandboxContext, sheet: Sheet, intervalMs: number): { stop(): void } {
  const channels = feedChannels.map(({ username, title }, index) => context.world.addChannel({ username, title, id: 1_400_000_001n + BigInt(index) }))
  const [header = []] = sheet.readSheet(sheetTitle)
  for (const { username } of feedChannels) {
    sheet.appendRow(sheetTitle, header.map((name) => (name === 'Username канала' ? `@${username}` : name === 'Активен' ? 'TRUE' : '')))
  }
  let position = 0
  const post = (): void => {
    const ad = feedAds[position % feedAds.length]
    const channel = ad && channels[ad.channel]
    if (ad && channel) postAd(context, channel, { text: inRound(ad.text, Math.floor(position / feedAds.length)), photos: ad.photos })
    position += 1
  }
  post()
  const timer = setInterval(post, intervalMs)
  return { stop: () => clearInterval(timer) }
}

/** The ad of a later round: years, mileages, prices and the seller's number moved on a little. */
function inRound(text: string, round: number): string {
  if (round === 0) return text
  return text
    .replace(/\b20(1\d|2\d)\b/g, (year) => String(Math.max(2008, Number(year) - (round % 8))))
    .replace(/(\d{2,3})(?=\s?(?:т\.км|тыс\.?\s?км|т\.р|к\b))/g, (value) => String(Number(value) + round))
    .replace(/(0)(1)(1)(?=[\s-]?\d{2}\b)/g, `$1${(2 + round) % 10}$3`)
}
