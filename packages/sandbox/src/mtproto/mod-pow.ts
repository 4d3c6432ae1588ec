/** base^exponent mod modulus, for a non-negative exponent. */
export function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base % modulus
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

/** An unsigned big-endian number. */
export function fromBytes(bytes: Buffer): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`)
}

/** Big-endian, left-padded with zeros to `length` bytes. */
export function toBytes(value: bigint, length = 256): Buffer {
  return Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex')
}
