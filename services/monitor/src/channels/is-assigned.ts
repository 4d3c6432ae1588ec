/**
 * Which of the accounts at work reads a channel: the one that knows it, else one by the row's number, so that the channels of an account that
 * is gone are shared out among the others.
 */
export function isAssigned(channel: { id: number; sessionKeyId: string | null }, keyId: string, keyIdsAtWork: readonly string[]): boolean {
  if (channel.sessionKeyId !== null && keyIdsAtWork.includes(channel.sessionKeyId)) return channel.sessionKeyId === keyId
  const sorted = [...keyIdsAtWork].sort()
  return sorted[channel.id % sorted.length] === keyId
}
