import { randomBytes } from 'node:crypto'
import { Api, password as srp } from 'telegram'
import { dhGenerator, dhPrime } from './dh-group.js'
import { sha256, xor } from './digests.js'
import { toLong } from './long.js'
import { fromBytes, modPow, toBytes } from './mod-pow.js'

export type PasswordQuestion = { srpId: bigint; verifier: bigint; b: bigint; publicB: Buffer; algo: Api.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow }

const prime = fromBytes(dhPrime)
const generator = toBytes(BigInt(dhGenerator))
const multiplier = fromBytes(sha256(dhPrime, generator))

/** The server's first half of SRP (https://core.telegram.org/api/srp): fresh salts and a fresh B for each question. */
export async function askPassword(password: string): Promise<PasswordQuestion> {
  const algo = new Api.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow({
    salt1: randomBytes(16),
    salt2: randomBytes(16),
    g: dhGenerator,
    p: dhPrime,
  })
  const verifier = fromBytes(await srp.computeDigest(algo, password))
  const b = fromBytes(randomBytes(256))
  const publicB = toBytes((multiplier * verifier + modPow(BigInt(dhGenerator), b, prime)) % prime)
  return { srpId: randomBytes(8).readBigInt64LE(), verifier, b, publicB, algo }
}

/** The second half: did the client prove that it knows the password? */
export function isPasswordRight(question: PasswordQuestion, proof: Api.InputCheckPasswordSRP): boolean {
  const publicA = fromBytes(proof.A)
  if (publicA % prime === 0n) return false
  const u = fromBytes(sha256(toBytes(publicA), question.publicB))
  const shared = modPow(publicA * modPow(question.verifier, u, prime), question.b, prime)
  const expected = sha256(
    xor(sha256(dhPrime), sha256(generator)),
    sha256(question.algo.salt1),
    sha256(question.algo.salt2),
    toBytes(publicA),
    question.publicB,
    sha256(toBytes(shared)),
  )
  return expected.equals(proof.M1)
}

/** What `account.getPassword` says. */
export function toTlPassword(question: PasswordQuestion | null): Api.account.Password {
  const newAlgo = new Api.PasswordKdfAlgoUnknown()
  const common = { newAlgo, newSecureAlgo: new Api.SecurePasswordKdfAlgoUnknown(), secureRandom: randomBytes(256) }
  if (!question) return new Api.account.Password(common)
  const { algo, publicB, srpId } = question
  return new Api.account.Password({ ...common, hasPassword: true, currentAlgo: algo, srp_B: publicB, srpId: toLong(srpId) })
}
