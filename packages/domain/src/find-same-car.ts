import { carSigns, isSameCar, type CarSighting, type SameCar } from './same-car.js'

/** A car that is known already: the posts that were found to be of it. */
export type KnownCar = { id: string; sightings: readonly CarSighting[] }

export type FoundCar = { id: string; evidence: string[] }

/**
 * The known car that a post, told of together with those found to be of its car, is of: by the strongest sign and, of several, the first in order. A car that one of its posts excludes is none, save for the same forwarded
 * message, VIN or plate; a sign that is not sure counts only where no second car shows one that can't be the same.
 */
export function findSameCar(posts: readonly CarSighting[], cars: readonly KnownCar[]): FoundCar | null {
  const matches = cars.flatMap((car) => {
    const match = strongest(posts, car.sightings)
    return match === null ? [] : [{ car, ...match }]
  })
  const isAlone = (car: KnownCar): boolean => matches.every((other) => other.car === car || strongest(car.sightings, other.car.sightings) !== null)
  for (const sign of carSigns) {
    const found = matches.find((match) => match.sign === sign && (match.isSure || isAlone(match.car)))
    if (found) return { id: found.car.id, evidence: found.evidence }
  }
  return null
}

type Match = Extract<SameCar, { kind: 'same' }>

function strongest(posts: readonly CarSighting[], sightings: readonly CarSighting[]): Match | null {
  const answers: SameCar[] = sightings.flatMap((sighting) => posts.map((post) => isSameCar(sighting, post)))
  const isExcluded = answers.some(({ kind }) => kind === 'different')
  for (const sign of carSigns) {
    const matches = answers.filter((answer): answer is Match => answer.kind === 'same' && answer.sign === sign)
    const match = matches.find(({ isSure }) => isSure) ?? matches[0]
    if (match && (!isExcluded || sign === 'forward' || sign === 'identity')) return match
  }
  return null
}
