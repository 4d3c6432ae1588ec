import { randomBytes, verify } from 'node:crypto'
import { z } from 'zod'
import { publicKeyOf, type ServiceAccount } from './service-account.js'

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const scopes = {
  write: ['https://www.googleapis.com/auth/spreadsheets', 'https://www.googleapis.com/auth/drive', 'https://www.googleapis.com/auth/drive.file'],
  read: ['https://www.googleapis.com/auth/spreadsheets.readonly', 'https://www.googleapis.com/auth/drive.readonly'],
}
const header = z.object({ alg: z.literal('RS256') })
const claims = z.object({ iss: z.string(), scope: z.string().min(1), aud: z.string(), iat: z.number(), exp: z.number() })
const clockSkewSeconds = 300

export type TokenAnswer =
  | { kind: 'token'; body: { access_token: string; expires_in: number; token_type: 'Bearer' } }
  | { kind: 'refused'; body: { error: 'invalid_grant' | 'unsupported_grant_type' | 'invalid_request'; error_description: string } }

/** Tokens by signed assertion (developers.google.com/identity/protocols/oauth2/service-account#httprest); each lives an hour. */
export function createAccessTokens(account: () => ServiceAccount): {
  issue(form: Record<string, unknown>): TokenAnswer
  /** Whether the bearer of this header may do it; null for no token or one that is unknown or over. */
  allows(authorization: string | undefined, action: 'read' | 'write'): boolean | null
} {
  const tokens = new Map<string, { scopes: string[]; endsAt: number }>()
  return {
    issue(form) {
      const { grant_type: grant, assertion } = form
      if (grant !== grantType) return refused('unsupported_grant_type', `Invalid grant_type: ${typeof grant === 'string' ? grant : ''}`)
      if (typeof assertion !== 'string') return refused('invalid_request', 'Missing parameter: assertion')
      const checked = checkAssertion(assertion, account())
      if (typeof checked === 'string') return refused('invalid_grant', checked)
      const token = `ya29.${randomBytes(24).toString('base64url')}`
      tokens.set(token, { scopes: checked.scope.split(' '), endsAt: Date.now() + 3_600_000 })
      return { kind: 'token', body: { access_token: token, expires_in: 3_599, token_type: 'Bearer' } }
    },
    allows(authorization, action) {
      const token = tokens.get(/^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '')
      if (!token || token.endsAt < Date.now()) return null
      const enough = action === 'read' ? [...scopes.write, ...scopes.read] : scopes.write
      return token.scopes.some((scope) => enough.includes(scope))
    },
  }
}

function checkAssertion(assertion: string, account: ServiceAccount): z.output<typeof claims> | string {
  const [head = '', body = '', signature = '', ...more] = assertion.split('.')
  const parsed = claims.safeParse(decoded(body))
  if (more.length > 0 || !header.safeParse(decoded(head)).success || !parsed.success) return 'Invalid JWT: Failed parsing the JWT.'
  const { iss, aud, iat, exp } = parsed.data
  if (iss !== account.client_email) return 'Invalid grant: account not found'
  if (!verify('RSA-SHA256', Buffer.from(`${head}.${body}`), publicKeyOf(account), Buffer.from(signature, 'base64url'))) return 'Invalid JWT Signature.'
  if (aud !== account.token_uri && aud !== 'https://oauth2.googleapis.com/token') return 'Invalid JWT: Failed audience check.'
  const now = Date.now() / 1_000
  if (exp < now || iat > now + clockSkewSeconds || exp - iat > 3_600) {
    return 'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.'
  }
  return parsed.data
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}

function refused(error: 'invalid_grant' | 'unsupported_grant_type' | 'invalid_request', description: string): TokenAnswer {
  return { kind: 'refused', body: { error, error_description: description } }
}
