import bigInt, { type BigInteger } from 'big-integer'

/** Bot API marks a channel by -1000000000000 minus its MTProto id (https://core.telegram.org/api/bots/ids). */
const channelIdOffset = 1_000_000_000_000n

export function fromLong(long: BigInteger): bigint {
  return BigInt(long.toString())
}

export function toLong(value: bigint): BigInteger {
  return bigInt(value.toString())
}

export function markedChannelId(channelId: BigInteger): bigint {
  return -channelIdOffset - fromLong(channelId)
}

export function bareChannelId(telegramId: bigint): BigInteger {
  return toLong(-telegramId - channelIdOffset)
}
