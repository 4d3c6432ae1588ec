/** A photo is hashed from this many grey values a side, row by row. */
export const hashedSide = 32

const lowFrequencies = 8
/** Below this spread of its coefficients a picture is a plain area, whose hash would be noise. */
const leastSpread = 40
/** Re-compression and scaling change up to 6 of the 64 bits, another photo of the same scene more than 14. */
const likeDistance = 8

const cosines = Array.from({ length: lowFrequencies }, (_, frequency) =>
  Float64Array.from({ length: hashedSide }, (_value, place) => Math.cos(((2 * place + 1) * frequency * Math.PI) / (2 * hashedSide))),
)

/**
 * 64 bits that stay alike when a photo is compressed or scaled anew: the signs of its low frequencies against their median (the DCT hash of
 * Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010). Two's complement, as a database's bigint holds it. Null for a plain picture.
 */
export function perceptualHash(grey: Uint8Array): bigint | null {
  if (grey.length !== hashedSide * hashedSide) throw new Error(`a hash is made of ${hashedSide} × ${hashedSide} grey values, not of ${grey.length}`)
  const coefficients = lowCoefficients(grey)
  const tones = coefficients.slice(1).toSorted((one, other) => one - other)
  const median = tones[Math.floor(tones.length / 2)] ?? 0
  const spread = (tones[Math.floor(tones.length * 0.9)] ?? 0) - (tones[Math.floor(tones.length * 0.1)] ?? 0)
  if (spread < leastSpread) return null
  return BigInt.asIntN(64, coefficients.reduce((bits, value, index) => (bits << 1n) | (index > 0 && value > median ? 1n : 0n), 0n))
}

/** How many bits differ, 0–64. */
export function hashDistance(one: bigint, other: bigint): number {
  let bits = BigInt.asUintN(64, one ^ other)
  let distance = 0
  for (; bits > 0n; bits &= bits - 1n) distance += 1
  return distance
}

/** Whether two hashes are of one photo. */
export function isSamePhoto(one: bigint, other: bigint): boolean {
  return hashDistance(one, other) <= likeDistance
}

/** How many photos of one post are also in the other, each counted once. */
export function sharedPhotos(ones: readonly bigint[], others: readonly bigint[]): number {
  const left = [...others]
  return ones.filter((hash) => {
    const found = left.findIndex((other) => isSamePhoto(hash, other))
    if (found !== -1) left.splice(found, 1)
    return found !== -1
  }).length
}

/** The 8 × 8 lowest frequencies of the two-dimensional cosine transform, scaled to grey values. */
function lowCoefficients(grey: Uint8Array): number[] {
  const rows = Array.from({ length: hashedSide }, (_, y) => cosines.map((wave) => wave.reduce((sum, cosine, x) => sum + cosine * (grey[y * hashedSide + x] ?? 0), 0)))
  return cosines.flatMap((wave) => cosines.map((_wave, horizontal) => (wave.reduce((sum, cosine, y) => sum + cosine * (rows[y]?.[horizontal] ?? 0), 0) * 2) / hashedSide))
}
