let last = 0n

/**
 * The next message id of the server: growing, about seconds * 2^32, 1 modulo 4 for an answer and 3 modulo 4 for anything unasked
 * (https://core.telegram.org/mtproto/description#message-identifier-msg-id).
 */
export function nextMessageId(kind: 'answer' | 'push'): bigint {
  const now = (BigInt(Date.now()) << 32n) / 1000n
  last = ((now > last ? now : last) | 3n) + 1n
  return last + (kind === 'answer' ? 1n : 3n)
}
