import { randomBytes } from 'node:crypto'
import { Api, extensions, helpers } from 'telegram'
import { IGE } from 'telegram/crypto/IGE.js'
import { dhGenerator, dhPrime } from './dh-group.js'
import { sha1, sha256, xor } from './digests.js'
import { type Long, toBigint, toLong } from './long.js'
import { fromBytes, modPow, toBytes } from './mod-pow.js'
import type { ServerKey } from './server-key.js'

export type Handshake = {
  /** Answers one plaintext request. Throws when the client breaks the protocol. */
  answer(body: Buffer): Buffer
}

/** 1229739323 * 1402015859, the example of the protocol's description. The product hides nothing here. */
const pq = { product: 0x17ed48941a08f981n, p: 1229739323n, q: 1402015859n }

type Exchange = { nonce: Long; serverNonce: Long; newNonce: Buffer; secretExponent: bigint; cipher: { key: Buffer; iv: Buffer } }

/**
 * The server's side of creating an auth key on one connection (https://core.telegram.org/mtproto/auth_key): the client proves nothing about
 * itself, the server proves that it holds the RSA key. `onKey` receives the new key just before the client is told that it is good. A key is
 * always 256 bytes long: GramJS drops leading zero bytes (1 key in 256 has one), finds our hash of that key wrong and makes another one.
 */
export function createHandshake(serverKey: ServerKey, onKey: (secret: Buffer) => void): Handshake {
  const serverNonce = randomBytes(16)
  let exchange: Exchange | null = null
  return {
    answer(body) {
      const request: unknown = new extensions.BinaryReader(body).tgReadObject()
      if (request instanceof Api.ReqPqMulti || request instanceof Api.ReqPq) return offerKeys(request.nonce).getBytes()
      if (request instanceof Api.ReqDHParams) return startExchange(request).getBytes()
      if (request instanceof Api.SetClientDHParams) return finishExchange(request).getBytes()
      throw new Error('a plaintext message was no part of a key exchange')
    },
  }

  function offerKeys(nonce: Long): Api.ResPQ {
    return new Api.ResPQ({
      nonce,
      serverNonce: int128(serverNonce),
      pq: toBytes(pq.product, 8),
      serverPublicKeyFingerprints: [toLong(BigInt(serverKey.publicKey.fingerprint))],
    })
  }

  function startExchange(request: Api.ReqDHParams): Api.ServerDHParamsOk {
    const inner = readPqInnerData(serverKey, request)
    const isRight = request.nonce.eq(inner.nonce) && inner.serverNonce.eq(int128(serverNonce)) && request.serverNonce.eq(inner.serverNonce)
    if (!isRight || fromBytes(inner.p) !== pq.p || fromBytes(inner.q) !== pq.q) throw new Error('a key exchange began with wrong numbers')
    const newNonce = helpers.toSignedLittleBuffer(inner.newNonce, 32)
    const secretExponent = fromBytes(randomBytes(256))
    const cipher = exchangeCipher(newNonce, serverNonce)
    exchange = { nonce: inner.nonce, serverNonce: inner.serverNonce, newNonce, secretExponent, cipher }
    const answer = new Api.ServerDHInnerData({
      nonce: inner.nonce,
      serverNonce: inner.serverNonce,
      g: dhGenerator,
      dhPrime,
      gA: toBytes(modPow(BigInt(dhGenerator), secretExponent, fromBytes(dhPrime))),
      serverTime: Math.floor(Date.now() / 1000),
    }).getBytes()
    const encryptedAnswer = new IGE(cipher.key, cipher.iv).encryptIge(Buffer.concat([sha1(answer), answer]))
    return new Api.ServerDHParamsOk({ nonce: inner.nonce, serverNonce: inner.serverNonce, encryptedAnswer })
  }

  function finishExchange(request: Api.SetClientDHParams): Api.DhGenOk {
    if (!exchange || !request.nonce.eq(exchange.nonce) || !request.serverNonce.eq(exchange.serverNonce)) throw new Error('a key exchange ended out of order')
    const { newNonce, secretExponent, cipher, nonce } = exchange
    exchange = null
    const gB = readClientInnerData(new IGE(cipher.key, cipher.iv).decryptIge(request.encryptedData), nonce)
    const prime = fromBytes(dhPrime)
    const margin = 1n << (2048n - 64n)
    if (gB < margin || gB > prime - margin) throw new Error('a key exchange ended with an unsafe g_b')
    const secret = toBytes(modPow(gB, secretExponent, prime))
    onKey(secret)
    const newNonceHash = sha1(newNonce, Buffer.from([1]), sha1(secret).subarray(0, 8)).subarray(4, 20)
    return new Api.DhGenOk({ nonce, serverNonce: request.serverNonce, newNonceHash1: int128(newNonceHash) })
  }
}

/** RSA_PAD as in https://core.telegram.org/mtproto/auth_key#41-rsa-paddata-server-public-key-mentioned-above-is-implemented-as-follows. */
function readPqInnerData(serverKey: ServerKey, request: Api.ReqDHParams): Api.PQInnerData | Api.PQInnerDataDc {
  if (toBigint(request.publicKeyFingerprint).toString() !== serverKey.publicKey.fingerprint) throw new Error('a key exchange named an unknown RSA key')
  const padded = serverKey.decrypt(request.encryptedData)
  const sealed = padded.subarray(32)
  const temporaryKey = xor(padded.subarray(0, 32), sha256(sealed))
  const opened = new IGE(temporaryKey, Buffer.alloc(32)).decryptIge(sealed)
  const data = Buffer.from(opened.subarray(0, 192)).reverse()
  if (!sha256(temporaryKey, data).equals(opened.subarray(192))) throw new Error('a key exchange began with a wrong hash')
  const inner: unknown = new extensions.BinaryReader(data).tgReadObject()
  if (inner instanceof Api.PQInnerData || inner instanceof Api.PQInnerDataDc) return inner
  throw new Error('a key exchange began with unknown data')
}

function readClientInnerData(opened: Buffer, nonce: Long): bigint {
  const reader = new extensions.BinaryReader(opened.subarray(20))
  const inner: unknown = reader.tgReadObject()
  if (!(inner instanceof Api.ClientDHInnerData) || !inner.nonce.eq(nonce)) throw new Error('a key exchange ended with unknown data')
  if (!sha1(opened.subarray(20, 20 + reader.tellPosition())).equals(opened.subarray(0, 20))) throw new Error('a key exchange ended with a wrong hash')
  return fromBytes(inner.gB)
}

function exchangeCipher(newNonce: Buffer, serverNonce: Buffer): { key: Buffer; iv: Buffer } {
  const first = sha1(newNonce, serverNonce)
  const second = sha1(serverNonce, newNonce)
  const third = sha1(newNonce, newNonce)
  return {
    key: Buffer.concat([first, second.subarray(0, 12)]),
    iv: Buffer.concat([second.subarray(12, 20), third, newNonce.subarray(0, 4)]),
  }
}

function int128(bytes: Buffer): Long {
  return helpers.readBigIntFromBuffer(bytes, true, true)
}
