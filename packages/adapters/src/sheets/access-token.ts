import { createSign } from 'node:crypto'
import { z } from 'zod'

const answer = z.object({ access_token: z.string(), expires_in: z.number() })
const lifetimeSeconds = 3_600
const renewBeforeMs = 120_000

export type TokenSource = { get(): Promise<string>; forget(): void }

/**
 * Access tokens of a service account by a signed JWT (developers.google.com/identity/protocols/oauth2/service-account), kept until shortly before
 * they end. The token address is the key file's own `token_uri`, which the auth library of googleapis does not heed.
 */
export function createTokenSource(key: { client_email: string; private_key: string; token_uri: string }, timeoutMs: number): TokenSource {
  let current: { token: Promise<string>; until: number } | null = null
  const renew = async (): Promise<string> => {
    const response = await fetch(key.token_uri, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: assertion(key) }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok) throw Object.assign(new Error(`no access token: ${(await response.text()).slice(0, 200)}`), { status: response.status })
    return answer.parse(await response.json()).access_token
  }
  return {
    async get() {
      if (!current || current.until < Date.now()) {
        const token = renew()
        current = { token, until: Date.now() + lifetimeSeconds * 1_000 - renewBeforeMs }
        token.catch(() => {
          current = null
        })
      }
      return current.token
    },
    forget() {
      current = null
    },
  }
}

function assertion(key: { client_email: string; private_key: string; token_uri: string }): string {
  const now = Math.floor(Date.now() / 1_000)
  const claims = { iss: key.client_email, scope: 'https://www.googleapis.com/auth/spreadsheets', aud: key.token_uri, iat: now, exp: now + lifetimeSeconds }
  const unsigned = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(key.private_key, 'base64url')}`
}
