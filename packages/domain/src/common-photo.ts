import type { CarFacts } from './car.js'
import { mileageLikeness, modelLikeness } from './car-likeness.js'

/** By what a car is told from another. */
export type CarMarks = Pick<CarFacts, 'brand' | 'model' | 'year' | 'mileageKm'>

/** Whether a photo that stands in the ads of all these cars is a dealer's sign or a catalogue's picture: two of them are certainly not one car. */
export function isCommonPhoto(cars: readonly CarMarks[]): boolean {
  return cars.some((car, index) => cars.slice(index + 1).some((other) => areDifferent(car, other)))
}

function areDifferent(a: CarMarks, b: CarMarks): boolean {
  const hasOtherYear = a.year !== null && b.year !== null && a.year !== b.year
  return hasOtherYear || modelLikeness(a, b) === 'different' || mileageLikeness(a.mileageKm, b.mileageKm) === 'different'
}
