export type Amount = { value: string; currency: 'RUB' }
export type PaymentStatus = 'pending' | 'waiting_for_capture' | 'succeeded' | 'canceled'
export type CancelReason = 'expired_on_confirmation' | 'expired_on_capture' | 'canceled_by_merchant' | 'general_decline'
export type PaymentMethod = { type: 'bank_card'; id: string; saved: boolean; status: 'active' | 'inactive'; title: string; card: { first6: string; last4: string; expiry_month: string; expiry_year: string; card_type: 'Mir' } }

/** A payment as the API shows it (yookassa.ru/developers/api#payment_object). */
export type Payment = {
  id: string
  status: PaymentStatus
  paid: boolean
  amount: Amount
  income_amount?: Amount
  refunded_amount?: Amount
  description?: string
  metadata: Record<string, string>
  created_at: string
  /** Until when a payment that waits for capture can be captured. */
  expires_at?: string
  captured_at?: string
  /** Only while a person can still pay. */
  confirmation?: { type: 'redirect'; confirmation_url: string; return_url: string }
  payment_method?: PaymentMethod
  cancellation_details?: { party: 'merchant' | 'yoo_money' | 'payment_network'; reason: CancelReason }
  recipient: { account_id: string; gateway_id: string }
  refundable: boolean
  test: true
}

export type Refund = { id: string; payment_id: string; status: 'succeeded'; amount: Amount; created_at: string; description?: string }

/** A refusal in the API's own shape (yookassa.ru/developers/using-api/response-handling/http-codes). */
export class YooKassaFailure extends Error {
  override name = 'YooKassaFailure'

  constructor(
    readonly status: number,
    readonly code: 'invalid_request' | 'invalid_credentials' | 'not_found',
    readonly description: string,
    readonly parameter?: string,
  ) {
    super(description)
  }
}

export function invalidRequest(parameter: string, description: string): YooKassaFailure {
  return new YooKassaFailure(400, 'invalid_request', description, parameter)
}
