import type { App } from '../../app.js'

const mostNames = 24
const searchedMs = 30 * 24 * 60 * 60 * 1000
/** Beside the makes of our own listings, so that there is something to choose from on the first day. */
const commonBrands = ['Lada', 'Toyota', 'BMW', 'Mercedes-Benz', 'Kia', 'Hyundai', 'Volkswagen', 'Audi', 'Nissan', 'Skoda', 'Mazda', 'Ford', 'Renault', 'Chery', 'Geely', 'Haval', 'Mitsubishi', 'Honda']
const largestCities = ['Москва', 'Санкт-Петербург', 'Новосибирск', 'Екатеринбург', 'Казань', 'Нижний Новгород', 'Челябинск', 'Самара', 'Уфа', 'Ростов-на-Дону', 'Краснодар', 'Воронеж']

/** Makes to choose from, those most often listed first. */
export async function offeredBrands(app: Pick<App, 'db' | 'now'>): Promise<string[]> {
  const counted = await app.db.car.groupBy({ by: ['brand'], where: { brand: { not: null }, post: recent(app) }, _count: true, orderBy: { _count: { brand: 'desc' } }, take: mostNames })
  return [...new Set([...counted.flatMap(({ brand }) => (brand === null ? [] : [brand])), ...commonBrands])].slice(0, mostNames)
}

/** Models of a make among the listings of 30 days, those most often listed first. */
export async function offeredModels(app: Pick<App, 'db' | 'now'>, brand: string): Promise<string[]> {
  const counted = await app.db.car.groupBy({ by: ['model'], where: { brand, model: { not: null }, post: recent(app) }, _count: true, orderBy: { _count: { model: 'desc' } }, take: mostNames })
  return counted.flatMap(({ model }) => (model === null ? [] : [model]))
}

/** Cities among the listings of 30 days those most often named first, before the largest. */
export async function offeredCities(app: Pick<App, 'db' | 'now'>): Promise<string[]> {
  const counted = await app.db.car.groupBy({ by: ['city'], where: { city: { not: null }, post: recent(app) }, _count: true, orderBy: { _count: { city: 'desc' } }, take: mostNames })
  return [...new Set([...counted.flatMap(({ city }) => (city === null ? [] : [city])), ...largestCities])].slice(0, mostNames)
}

function recent(app: Pick<App, 'now'>): { status: 'PUBLISHED'; statusChangedAt: { gte: Date } } {
  return { status: 'PUBLISHED', statusChangedAt: { gte: new Date(app.now().getTime() - searchedMs) } }
}
