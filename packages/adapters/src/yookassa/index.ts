import { z } from 'zod'
import { PermanentError, RateLimitedError } from '../errors.js'
import { fromApiAmount, toApiAmount } from './amount.js'

export type ProviderStatus = 'pending' | 'waiting_for_capture' | 'succeeded' | 'canceled'

export type CreatedPayment = { externalId: string; status: ProviderStatus; confirmationUrl: string | null; expiresAt: Date | null }

export type ProviderPayment = {
  status: ProviderStatus
  amountKopecks: number
  currency: string
  isTest: boolean
  /** Our own payment id, which we put into the metadata. */
  paymentId: string | null
  cancelReason: string | null
}

export type NewPayment = {
  idempotenceKey: string
  amountKopecks: number
  /** At most 128 characters reach the payer; the rest is cut. */
  description: string
  returnUrl: string
  metadata: { paymentId: string }
  /** A receipt by 54-FZ for the whole sum as one service, sent to this address. `vatCode` 1 is «without VAT» (yookassa.ru/developers/payment-acceptance/receipts/54fz/parameters-values). */
  receipt?: { email: string; vatCode: number }
}

/** YooKassa in our words. A refusal is PermanentError; 429 and «processing» are RateLimitedError; 5xx, timeouts and broken answers are worth a retry with the same key. */
export type Payments = {
  /** The same key and content give the same payment for 24 hours (yookassa.ru/developers/using-api/interaction-format#idempotence). */
  createPayment(input: NewPayment): Promise<CreatedPayment>
  getPayment(externalId: string): Promise<ProviderPayment>
  /** Only a payment that waits for capture can be canceled; any other is refused. */
  cancelPayment(externalId: string): Promise<{ status: ProviderStatus }>
}

export type YooKassaOptions = { baseUrl: string; shopId: string; secretKey: string; timeoutMs: number }

const payment = z.object({
  id: z.string(),
  status: z.enum(['pending', 'waiting_for_capture', 'succeeded', 'canceled']),
  amount: z.object({ value: z.string(), currency: z.string() }),
  expires_at: z.string().optional(),
  confirmation: z.object({ confirmation_url: z.url() }).optional(),
  metadata: z.object({ paymentId: z.string().optional() }).optional(),
  cancellation_details: z.object({ reason: z.string() }).optional(),
  test: z.boolean().optional(),
})
const refusal = z.object({ code: z.string().optional(), description: z.string().optional(), parameter: z.string().optional(), retry_after: z.number().optional() })

/** The API of yookassa.ru/developers/api, v3, over fetch: there is no official package for Node. */
export function createYooKassaClient(options: YooKassaOptions): Payments {
  return {
    async createPayment({ idempotenceKey, amountKopecks, description, returnUrl, metadata, receipt }) {
      const amount = { value: toApiAmount(amountKopecks), currency: 'RUB' }
      const words = description.slice(0, 128)
      const body = {
        amount,
        capture: true,
        confirmation: { type: 'redirect', return_url: returnUrl },
        description: words,
        metadata,
        ...(receipt ? { receipt: serviceReceipt(words, amount, receipt) } : {}),
      }
      const { id, status, confirmation, expires_at: expiresAt } = await call(options, { method: 'POST', path: '/payments', idempotenceKey, body })
      return { externalId: id, status, confirmationUrl: confirmation?.confirmation_url ?? null, expiresAt: expiresAt ? new Date(expiresAt) : null }
    },
    async getPayment(externalId) {
      const found = await call(options, { method: 'GET', path: `/payments/${encodeURIComponent(externalId)}` })
      return {
        status: found.status,
        amountKopecks: fromApiAmount(found.amount.value),
        currency: found.amount.currency,
        isTest: found.test ?? false,
        paymentId: found.metadata?.paymentId ?? null,
        cancelReason: found.cancellation_details?.reason ?? null,
      }
    },
    async cancelPayment(externalId) {
      const { status } = await call(options, { method: 'POST', path: `/payments/${encodeURIComponent(externalId)}/cancel`, idempotenceKey: `cancel-${externalId}`, body: {} })
      return { status }
    },
  }
}

function serviceReceipt(description: string, amount: object, { email, vatCode }: { email: string; vatCode: number }): object {
  return { customer: { email }, items: [{ description, quantity: 1, amount, vat_code: vatCode, payment_subject: 'service', payment_mode: 'full_payment' }] }
}

type Call = { method: 'GET' } & { path: string } | { method: 'POST'; path: string; idempotenceKey: string; body: object }

async function call(options: YooKassaOptions, request: Call): Promise<z.infer<typeof payment>> {
  const headers: Record<string, string> = { authorization: `Basic ${Buffer.from(`${options.shopId}:${options.secretKey}`).toString('base64')}` }
  if (request.method === 'POST') Object.assign(headers, { 'content-type': 'application/json', 'idempotence-key': request.idempotenceKey })
  const response = await fetch(`${options.baseUrl.replace(/\/$/, '')}${request.path}`, {
    method: request.method,
    headers,
    signal: AbortSignal.timeout(options.timeoutMs),
    ...(request.method === 'POST' ? { body: JSON.stringify(request.body) } : {}),
  })
  const answer: unknown = await response.json().catch(() => null)
  if (response.status === 200) return payment.parse(answer)
  throw failure(response.status, refusal.safeParse(answer).data ?? {})
}

/** 500 means unknown: the same key must be tried again (yookassa.ru/developers/using-api/response-handling/http-codes). */
function failure(status: number, { code = '', description = '', parameter = '', retry_after: retryAfterMs }: z.infer<typeof refusal>): Error {
  const words = `YooKassa answered ${status} ${code} ${parameter} ${description}`.replace(/\s+/g, ' ').trim()
  if (status === 429 || status === 202) return new RateLimitedError(words, { retryAfterMs: retryAfterMs ?? 5_000 })
  return status >= 400 && status < 500 ? new PermanentError(words) : new Error(words)
}
