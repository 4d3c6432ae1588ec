type Assignable = { id: number; sessionKeyId: string | null }

/** An account is in 500 channels at most (https://core.telegram.org/api/config#channels-limit-default). */
export const channelsPerAccount = 500

/**
 * Who of the accounts at work reads which channel, by the channel's id; null where all are full. A channel stays with the account that knows it;
 * the others go, in the order of their ids, to the account with the fewest, so that every account comes to the same result by itself.
 */
export function assignChannels(channels: readonly Assignable[], keyIdsAtWork: readonly string[], perAccount = channelsPerAccount): Map<number, string | null> {
  const counts = new Map([...new Set(keyIdsAtWork)].sort().map((keyId) => [keyId, 0]))
  const assigned = new Map<number, string | null>()
  const free: Assignable[] = []
  for (const channel of channels.toSorted((one, other) => one.id - other.id)) {
    const count = channel.sessionKeyId === null ? undefined : counts.get(channel.sessionKeyId)
    if (channel.sessionKeyId === null || count === undefined || count >= perAccount) free.push(channel)
    else give(channel, channel.sessionKeyId, count)
  }
  for (const channel of free) {
    const [keyId, count] = [...counts].reduce<[string | null, number]>((least, one) => (one[1] < least[1] ? one : least), [null, perAccount])
    if (keyId === null) assigned.set(channel.id, null)
    else give(channel, keyId, count)
  }
  return assigned

  function give(channel: Assignable, keyId: string, count: number): void {
    assigned.set(channel.id, keyId)
    counts.set(keyId, count + 1)
  }
}
