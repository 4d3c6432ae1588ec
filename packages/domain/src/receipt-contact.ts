import { normalisePhone } from './phone.js'

export type ReceiptContact = { email: string } | { phone: string }

/** Plain addresses only: what YooKassa and tax authorities certainly take. */
const email = /^[a-z0-9](?:[a-z0-9._%+-]{0,62}[a-z0-9_+-])?@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$/i

/** An e-mail or a Russian phone number as a person types it, for a receipt (54-FZ); null for anything else. The phone is digits only, as YooKassa wants it (yookassa.ru/developers/api#create_payment, `receipt.customer`). */
export function receiptContactOf(text: string): ReceiptContact | null {
  const words = text.trim()
  if (words.length <= 254 && email.test(words) && !words.includes('..')) return { email: words.toLowerCase() }
  if (!/^[+\d\s()-]{10,25}$/.test(words)) return null
  const phone = normalisePhone(words)
  return phone ? { phone: phone.replace('+', '') } : null
}
