import { createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { GoogleFailure } from './failure.js'

const keyFile = z.object({ client_email: z.string(), private_key: z.string(), private_key_id: z.string() })
const claims = z.object({ iss: z.string(), aud: z.string(), exp: z.number(), iat: z.number(), scope: z.string() })

export type ServiceAccount = z.infer<typeof keyFile>

/** The sandbox's service account: read from the key file, or made; without a file it lives as long as the process. */
export function openServiceAccount(file: string | null, tokenUri: () => string): { account: ServiceAccount; json: () => object } {
  const known = file && existsSync(file) ? keyFile.safeParse(JSON.parse(readFileSync(file, 'utf8'))) : null
  const account = known?.success ? known.data : newAccount()
  const json = (): object => ({ type: 'service_account', project_id: 'sandbox', client_id: '1', ...account, token_uri: tokenUri() })
  return { account, json }
}

export function writeKeyFile(file: string, json: object): void {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(json, null, 2), { mode: 0o600 })
}

/** Checks a signed JWT grant: signature, issuer, audience, times, scope (developers.google.com/identity/protocols/oauth2/service-account). */
export function checkAssertion(assertion: string, account: ServiceAccount, audience: string): void {
  const [head = '', body = '', signature = ''] = assertion.split('.')
  const refuse = (reason: string): GoogleFailure => new GoogleFailure(400, 'invalid_grant', reason)
  const isGenuine = createVerify('RSA-SHA256').update(`${head}.${body}`).verify(createPublicKey(account.private_key), signature, 'base64url')
  if (!isGenuine) throw refuse('Invalid JWT Signature.')
  const parsed = claims.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))
  if (!parsed.success) throw refuse('Invalid JWT: claims are missing.')
  const { iss, aud, exp, iat, scope } = parsed.data
  const now = Date.now() / 1_000
  if (iss !== account.client_email) throw refuse('Invalid grant: account not found')
  if (aud !== audience) throw refuse('Invalid JWT: Failed audience check.')
  if (exp < now || iat > now + 60 || exp - iat > 3_600) throw refuse('Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.')
  if (!scope.includes('https://www.googleapis.com/auth/spreadsheets')) throw refuse('Invalid OAuth scope or ID token audience provided.')
}

function newAccount(): ServiceAccount {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    client_email: 'cars-bot@sandbox.iam.gserviceaccount.com',
    private_key_id: crypto.randomUUID(),
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
