import { randomBytes } from 'node:crypto'
import { IGE } from 'telegram/crypto/IGE.js'
import { sha1, sha256 } from './digests.js'

export type Envelope = { salt: bigint; sessionId: bigint; messageId: bigint; sequence: number; body: Buffer }

/** The name of an auth key on the wire: the lower 64 bits of its SHA-1, in hex. */
export function authKeyId(secret: Buffer): string {
  return sha1(secret).subarray(12, 20).toString('hex')
}

/**
 * Opens a message of a client (MTProto 2.0, https://core.telegram.org/mtproto/description). Null when the message key does not match the
 * text, or when length or padding are impossible.
 */
export function openEnvelope(secret: Buffer, packet: Buffer): Envelope | null {
  const messageKey = packet.subarray(8, 24)
  const sealed = packet.subarray(24)
  if (sealed.length < 48 || sealed.length % 16 !== 0) return null
  const { key, iv } = messageCipher(secret, messageKey, 0)
  const plain = new IGE(key, iv).decryptIge(sealed)
  if (!sha256(secret.subarray(88, 120), plain).subarray(8, 24).equals(messageKey)) return null
  const length = plain.readInt32LE(28)
  const padding = plain.length - 32 - length
  if (length < 0 || length % 4 !== 0 || padding < 12 || padding > 1024) return null
  return {
    salt: plain.readBigInt64LE(0),
    sessionId: plain.readBigInt64LE(8),
    messageId: plain.readBigInt64LE(16),
    sequence: plain.readInt32LE(24),
    body: plain.subarray(32, 32 + length),
  }
}

/** Seals a message of the server. */
export function sealEnvelope(secret: Buffer, envelope: Envelope): Buffer {
  const head = Buffer.alloc(32)
  head.writeBigInt64LE(envelope.salt, 0)
  head.writeBigInt64LE(envelope.sessionId, 8)
  head.writeBigInt64LE(envelope.messageId, 16)
  head.writeInt32LE(envelope.sequence, 24)
  head.writeInt32LE(envelope.body.length, 28)
  const length = head.length + envelope.body.length
  const padding = randomBytes(12 + ((16 - ((length + 12) % 16)) % 16))
  const plain = Buffer.concat([head, envelope.body, padding])
  const messageKey = sha256(secret.subarray(96, 128), plain).subarray(8, 24)
  const { key, iv } = messageCipher(secret, messageKey, 8)
  return Buffer.concat([Buffer.from(authKeyId(secret), 'hex'), messageKey, new IGE(key, iv).encryptIge(plain)])
}

/** `offset` is 0 for messages of the client and 8 for those of the server. */
function messageCipher(secret: Buffer, messageKey: Buffer, offset: 0 | 8): { key: Buffer; iv: Buffer } {
  const a = sha256(messageKey, secret.subarray(offset, offset + 36))
  const b = sha256(secret.subarray(offset + 40, offset + 76), messageKey)
  return {
    key: Buffer.concat([a.subarray(0, 8), b.subarray(8, 24), a.subarray(24, 32)]),
    iv: Buffer.concat([b.subarray(0, 8), a.subarray(8, 24), b.subarray(24, 32)]),
  }
}
