import { constants, generateKeyPair, privateDecrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { fromBytes } from './mod-pow.js'
import { sha1 } from './digests.js'
import { tlBytes } from './tl-bytes.js'

/** What a client has to know before its first key exchange; for GramJS: `_serverKeys.set(fingerprint, { n, e })`. */
export type ServerPublicKey = { fingerprint: string; n: bigint; e: number }

export type ServerKey = { publicKey: ServerPublicKey; decrypt(sealed: Buffer): Buffer }

/** A fresh RSA key. The fingerprint is the lower 64 bits of SHA-1 over the TL form of n and e, as a signed decimal. */
export async function generateServerKey(): Promise<ServerKey> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048, publicExponent: 65537 })
  const n = Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url')
  const digest = sha1(tlBytes(n), tlBytes(Buffer.from([1, 0, 1])))
  return {
    publicKey: { fingerprint: digest.readBigInt64LE(12).toString(), n: fromBytes(n), e: 65537 },
    decrypt: (sealed) => privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, sealed),
  }
}
