export type StartPayload =
  | { kind: 'contact'; publicId: string }
  | { kind: 'ref'; code: string }
  | { kind: 'alert'; alert: string }
  /** From the button above inline finds. */
  | { kind: 'search' }
  | { kind: 'none' }
  | { kind: 'unknown' }

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const publicIdBytes = 9

/** The link of a listing that leads to the seller's contacts in the bot. */
export function contactUrl(botUsername: string, publicId: string): string {
  return `https://t.me/${botUsername.replace(/^@/, '')}?start=contact_${publicId}`
}

/** The link that shows an alert to its owner and its search to anybody else. */
export function alertUrl(botUsername: string, alertId: string): string {
  return `https://t.me/${botUsername.replace(/^@/, '')}?start=alert_${alertId}`
}

/** Twelve characters of 72 random bits: cannot be counted through. Throws when fewer than nine bytes are given. */
export function newPublicId(randomBytes: Uint8Array): string {
  if (randomBytes.length < publicIdBytes) throw new RangeError(`a public id needs ${publicIdBytes} random bytes, got ${randomBytes.length}`)
  const bits = [...randomBytes.subarray(0, publicIdBytes)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{6}/g) ?? []).map((six) => alphabet.charAt(Number.parseInt(six, 2))).join('')
}

/** Reads what stands after /start. Telegram allows A-Z a-z 0-9 _ - up to 64 characters (core.telegram.org/bots/features#deep-linking). */
export function parseStartPayload(payload: string | null | undefined): StartPayload {
  const text = (payload ?? '').trim()
  if (text === '') return { kind: 'none' }
  if (text === 'search') return { kind: 'search' }
  const match = /^(contact|ref|alert)_([\w-]{1,57})$/.exec(text)
  const value = match?.[2]
  if (!value) return { kind: 'unknown' }
  if (match[1] === 'contact') return { kind: 'contact', publicId: value }
  if (match[1] === 'ref') return { kind: 'ref', code: value }
  return { kind: 'alert', alert: value }
}
