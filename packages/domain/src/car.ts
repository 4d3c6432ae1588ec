export type Transmission = 'AUTOMATIC' | 'MANUAL' | 'ROBOT' | 'CVT'

/** What an Autoteka report says of the car; null in `CarFacts` means the ad does not name one. */
export type AutotekaStatus = 'GREEN' | 'HAS_ACCIDENTS'

/** What one ad states about one car. Null: the ad does not say. Money in integer kopecks. */
export type CarFacts = {
  brand: string | null
  model: string | null
  year: number | null
  engineVolumeCc: number | null
  powerHp: number | null
  fuel: string | null
  transmission: Transmission | null
  drive: string | null
  mileageKm: number | null
  owners: number | null
  autotekaStatus: AutotekaStatus | null
  city: string | null
  priceKopecks: number | null
  marketPriceKopecks: number | null
  priceJustification: string | null
  equipment: string | null
}

/** How to reach the seller: phones in E.164, Telegram names without @, everything else as it stood. */
export type SellerContacts = {
  phones: string[]
  telegramUsernames: string[]
  other: string[]
}

/** A stretch of the source text, in UTF-16 units, end excluded. */
export type Span = { start: number; end: number }

/** Facts of an ad that says nothing. A fresh object at every call. */
export function noFacts(): CarFacts {
  return {
    brand: null,
    model: null,
    year: null,
    engineVolumeCc: null,
    powerHp: null,
    fuel: null,
    transmission: null,
    drive: null,
    mileageKm: null,
    owners: null,
    autotekaStatus: null,
    city: null,
    priceKopecks: null,
    marketPriceKopecks: null,
    priceJustification: null,
    equipment: null,
  }
}

/** Whether any seller can be reached by these. */
export function hasContacts(contacts: SellerContacts): boolean {
  return contacts.phones.length > 0 || contacts.telegramUsernames.length > 0 || contacts.other.length > 0
}
