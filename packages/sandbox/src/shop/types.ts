export type Amount = { value: string; currency: 'RUB' }
export type PaymentStatus = 'pending' | 'waiting_for_capture' | 'succeeded' | 'canceled'

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
  expires_at?: string
  captured_at?: string
  confirmation?: { type: 'redirect'; confirmation_url: string; return_url: string }
  payment_method?: { type: 'bank_card'; id: string; saved: boolean; status: 'active' | 'inactive' }
  cancellation_details?: { party: 'merchant' | 'yoo_money' | 'payment_network'; reason: string }
  recipient: { account_id: string; gateway_id: string }
  refundable: boolean
  test: true
}

export type Refund = { id: string; payment_id: string; status: 'succeeded'; amount: Amount; created_at: string; description?: string }

export class YooKassaFailure extends Error {
  override name = 'YooKassaFailure'

  constructor(
    readonly status: number,
    readonly code: string,
    readonly description: string,
    readonly parameter?: string,
  ) {
    super(description)
  }
}
