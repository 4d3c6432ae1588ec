import bigInt from 'big-integer'

/** A TL `long`, as GramJS holds it. */
export type Long = bigInt.BigInteger

export function toLong(value: bigint | number): Long {
  return bigInt(value.toString())
}

export function toBigint(value: Long): bigint {
  return BigInt(value.toString())
}
