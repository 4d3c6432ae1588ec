import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

export type PhoneVault = {
  /** Different bytes each time: version 1, iv, tag, ciphertext. */
  encrypt(phone: string): Uint8Array<ArrayBuffer>
  /** Throws when the bytes were altered or written under another key. */
  decrypt(ciphertext: Uint8Array): string
  /** The same for the same number: for equality search and dedup. */
  hash(phone: string): string
}

/** AES-256-GCM with an HMAC-SHA-256 beside it, both under keys derived from `key` (32 bytes), so that a dump of the database shows no number. */
export function createPhoneVault(key: Uint8Array): PhoneVault {
  const encryptionKey = Buffer.from(hkdfSync('sha256', key, '', 'cars-bot phone encryption', 32))
  const hashKey = Buffer.from(hkdfSync('sha256', key, '', 'cars-bot phone hash', 32))
  return {
    encrypt(phone) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', encryptionKey, iv)
      const encrypted = Buffer.concat([cipher.update(phone, 'utf8'), cipher.final()])
      return Uint8Array.from(Buffer.concat([Buffer.of(1), iv, cipher.getAuthTag(), encrypted]))
    },
    decrypt(ciphertext) {
      const bytes = Buffer.from(ciphertext)
      if (bytes[0] !== 1) throw new Error(`phone ciphertext of unknown version ${bytes[0]}`)
      const decipher = createDecipheriv('aes-256-gcm', encryptionKey, bytes.subarray(1, 13), { authTagLength: 16 })
      decipher.setAuthTag(bytes.subarray(13, 29))
      return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]).toString('utf8')
    },
    hash(phone) {
      return createHmac('sha256', hashKey).update(phone).digest('hex')
    },
  }
}
