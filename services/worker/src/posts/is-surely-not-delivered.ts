const neverConnected = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH/

/** The connection was never made, so that Telegram can't have the message. Anything less sure is unknown. */
export function isSurelyNotDelivered(error: unknown): boolean {
  for (let cause: unknown = error, depth = 0; cause !== undefined && cause !== null && depth < 5; depth++) {
    const words = cause instanceof Error ? `${cause.message} ${String(Reflect.get(cause, 'code') ?? '')}` : String(cause)
    if (neverConnected.test(words)) return true
    cause = cause instanceof Error ? cause.cause : null
  }
  return false
}
