import type { CarFacts } from '@cars-bot/domain'
import type { CarModel } from '@cars-bot/platform'

/** The facts of a stored car; prices fit a number, since the column never holds more than the domain's own. */
export function factsOfCar(car: CarModel): CarFacts {
  const { brand, model, year, engineVolumeCc, powerHp, fuel, transmission, drive, mileageKm, owners, autotekaStatus, city, priceJustification, equipment } = car
  return {
    brand,
    model,
    year,
    engineVolumeCc,
    powerHp,
    fuel,
    transmission,
    drive,
    mileageKm,
    owners,
    autotekaStatus,
    city,
    priceKopecks: car.priceKopecks === null ? null : Number(car.priceKopecks),
    marketPriceKopecks: car.marketPriceKopecks === null ? null : Number(car.marketPriceKopecks),
    priceJustification,
    equipment,
  }
}
