const unknownMs = 10_000
const longestMs = 24 * 3_600_000

/** How long the provider asks to wait: `retry-after-ms`, else `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3); 10 s when it does not say, a day at most. */
export function retryAfterMs(headers: Headers | undefined, now = new Date()): number {
  const inMs = Number(headers?.get('retry-after-ms') ?? Number.NaN)
  const after = headers?.get('retry-after') ?? ''
  const asked = inMs > 0 ? inMs : Number(after) > 0 ? Number(after) * 1_000 : Date.parse(after) - now.getTime()
  return asked > 0 ? Math.min(Math.ceil(asked), longestMs) : unknownMs
}
