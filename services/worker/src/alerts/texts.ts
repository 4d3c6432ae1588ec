import { plural, type Language } from '@cars-bot/domain'

const russian = {
  matches: (total: number) => `🔔 <b>По вашим поискам</b>: ${total} ${plural(total, ['новая машина', 'новые машины', 'новых машин'])}`,
  more: (count: number) => `…и ещё ${count}: /search`,
  pause: '⏸ Приостановить',
  mySearches: '🔔 Мои поиски',
  priceDropped: '📉 <b>Цена упала</b> на машину из избранного',
  sold: (title: string) => `✅ Машина из избранного продана: <b>${title}</b>.\n\nПохожие: /search`,
  contacts: '📞 Контакты',
  unsave: 'Убрать из избранного',
}

/** A text missing in one language does not compile. */
export const listingTexts: Readonly<Record<Language, typeof russian>> = {
  ru: russian,
  en: {
    matches: (total) => `🔔 <b>Your searches</b>: ${total} new ${total === 1 ? 'car' : 'cars'}`,
    more: (count) => `…and ${count} more: /search`,
    pause: '⏸ Pause',
    mySearches: '🔔 My searches',
    priceDropped: '📉 <b>The price fell</b> for a car among your favourites',
    sold: (title) => `✅ A car among your favourites is sold: <b>${title}</b>.\n\nSimilar ones: /search`,
    contacts: '📞 Contacts',
    unsave: 'Remove from favourites',
  },
}
