import { PermanentError } from '../errors.js'

/** `access`: the key or its rights, or the model's name. `credit`: no money or no quota left. `request`: this one question. */
export type ModelRefusalReason = 'access' | 'credit' | 'request'

/** The provider understood and refused for good; only `request` says something of the question asked. */
export class ModelRefusal extends PermanentError {
  override name = 'ModelRefusal'

  constructor(
    message: string,
    readonly reason: ModelRefusalReason,
  ) {
    super(message)
  }
}

const outOfCredit = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active'])

/** Null: no refusal for good. An account without credit is told by 429 as well as by 402 or 403 (platform.openai.com/docs/guides/error-codes). */
export function refusalReason({ status, code, type }: { status?: number | undefined; code?: string | null | undefined; type?: string | undefined }): ModelRefusalReason | null {
  if (outOfCredit.has(code ?? '') || outOfCredit.has(type ?? '') || status === 402) return 'credit'
  if (status === undefined || status < 400 || status >= 500 || status === 408 || status === 409 || status === 429) return null
  return status === 401 || status === 403 || status === 404 ? 'access' : 'request'
}
