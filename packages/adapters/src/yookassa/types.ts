export type ProviderStatus = 'pending' | 'waiting_for_capture' | 'succeeded' | 'canceled'

export type CreatedPayment = { externalId: string; status: ProviderStatus; confirmationUrl: string | null; expiresAt: Date | null }

/** A card or wallet that may be charged again; `title` is how people know it: `Bank card *4444`. */
export type SavedMethod = { id: string; title: string | null }

export type ProviderPayment = {
  status: ProviderStatus
  amountKopecks: number
  refundedKopecks: number
  currency: string
  isTest: boolean
  /** Our own payment id, which we put into the metadata. */
  paymentId: string | null
  cancelReason: string | null
  savedMethod: SavedMethod | null
}

export type ListedPayment = ProviderPayment & { externalId: string }

export type RefundStatus = 'pending' | 'succeeded' | 'canceled'

/** `externalId` is the refund's, `paymentExternalId` that of the payment it gives back. */
export type ProviderRefund = { externalId: string; paymentExternalId: string; status: RefundStatus; amountKopecks: number; cancelReason: string | null }

/** Codes of yookassa.ru/developers/payment-acceptance/receipts/54fz/parameters-values; no `taxSystem` for those who have but one. */
export type Receipt = { contact: { email: string } | { phone: string }; vatCode: number; taxSystem: number | null }

type Order = {
  idempotenceKey: string
  amountKopecks: number
  /** At most 128 characters reach the payer; the rest is cut. */
  description: string
  metadata: { paymentId: string }
  /** By 54-FZ, for the whole sum as one service. */
  receipt?: Receipt
}

/** `savesMethod`: with the buyer's consent, for charges without them. Works in a live shop after its manager allowed it (yookassa.ru/developers/payment-acceptance/scenario-extensions/recurring-payments). */
export type NewPayment = Order & { returnUrl: string; savesMethod?: boolean }

/** A charge of a saved method; nobody confirms it. */
export type NewRenewal = Order & { methodId: string }

/** A receipt is wanted with a part of the sum only; a full refund makes its own (yookassa.ru/developers/payment-acceptance/receipts/54fz/refunds). */
export type NewRefund = { idempotenceKey: string; paymentExternalId: string; amountKopecks: number; description: string; receipt?: Receipt }

export type Period = { from: Date; to: Date }

/** YooKassa in our words. A refusal is PermanentError; 429 and «processing» are RateLimitedError; 5xx, timeouts and broken answers are worth a retry with the same key. */
export type Payments = {
  /** In a live shop money of a test shop (`isTest`) is none. */
  mode: 'live' | 'test'
  /** The same key and content give the same payment for 24 hours (yookassa.ru/developers/using-api/interaction-format#idempotence). */
  createPayment(input: NewPayment): Promise<CreatedPayment>
  chargeSavedMethod(input: NewRenewal): Promise<CreatedPayment>
  getPayment(externalId: string): Promise<ProviderPayment>
  /** Only a payment that waits for capture can be canceled; any other is refused. */
  cancelPayment(externalId: string): Promise<{ status: ProviderStatus }>
  refund(input: NewRefund): Promise<ProviderRefund>
  refundsOf(paymentExternalId: string): Promise<ProviderRefund[]>
  /** All that were created in the period, whatever became of them. */
  paymentsCreated(period: Period): Promise<ListedPayment[]>
  /** All whose money was taken in the period. */
  paymentsCaptured(period: Period): Promise<ListedPayment[]>
  refundsCreated(period: Period): Promise<ProviderRefund[]>
}
