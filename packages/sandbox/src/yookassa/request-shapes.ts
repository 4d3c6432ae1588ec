import { z } from 'zod'
import { kopecksOf } from './kopecks.js'
import { invalidRequest } from './types.js'

const maxKopecks = 350_000_00

const amount = z
  .strictObject({ value: z.string().regex(/^\d{1,10}\.\d{2}$/, 'must look like 299.00'), currency: z.literal('RUB') })
  .refine((one) => kopecksOf(one) > 0, 'must be more than 0')

const receiptItem = z.strictObject({
  description: z.string().min(1).max(128),
  quantity: z.coerce.number().positive(),
  amount,
  vat_code: z.int().min(1).max(12),
  payment_subject: z.string().optional(),
  payment_mode: z.string().optional(),
})
const receipt = z.strictObject({
  customer: z
    .strictObject({ full_name: z.string().max(256).optional(), email: z.email().optional(), phone: z.string().regex(/^\d{11,15}$/).optional() })
    .refine((one) => one.email !== undefined || one.phone !== undefined, 'email or phone is needed'),
  items: z.array(receiptItem).min(1).max(100),
  tax_system_code: z.int().min(1).max(6).optional(),
})

/** yookassa.ru/developers/api#create_payment; card payments are of 1 to 350 000 rubles (yookassa.ru/developers/payment-methods/bank-card). */
export const newPayment = z
  .strictObject({
    amount: amount.refine((one) => kopecksOf(one) >= 1_00 && kopecksOf(one) <= maxKopecks, 'must be from 1.00 to 350000.00'),
    capture: z.boolean().default(false),
    confirmation: z.strictObject({ type: z.literal('redirect'), return_url: z.url().max(2_048), locale: z.string().optional(), enforce: z.boolean().optional() }).optional(),
    description: z.string().max(128).optional(),
    metadata: z
      .record(z.string().max(32), z.string().max(512))
      .refine((all) => Object.keys(all).length <= 16, 'at most 16 keys')
      .default({}),
    save_payment_method: z.boolean().optional(),
    payment_method_id: z.string().optional(),
    payment_method_data: z.strictObject({ type: z.literal('bank_card') }).optional(),
    merchant_customer_id: z.string().max(200).optional(),
    receipt: receipt.optional(),
  })
  .refine((one) => !one.receipt || receiptKopecks(one.receipt) === kopecksOf(one.amount), { path: ['receipt'], message: 'items do not sum up to the amount' })

export const capture = z.strictObject({ amount: amount.optional(), receipt: receipt.optional() })

export const newRefund = z.strictObject({ payment_id: z.string(), amount, description: z.string().max(250).optional(), receipt: receipt.optional() })

const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

const page = { limit: z.coerce.number().int().min(1).max(100).default(10), cursor: z.string().optional() }

function times<Field extends string>(field: Field) {
  const edges = Object.fromEntries(['gte', 'gt', 'lte', 'lt'].map((edge) => [`${field}.${edge}`, moment.optional()]))
  return edges as Record<`${Field}.${'gte' | 'gt' | 'lte' | 'lt'}`, z.ZodOptional<typeof moment>>
}

/** yookassa.ru/developers/using-api/lists */
export const paymentList = z.strictObject({
  ...times('created_at'),
  ...times('captured_at'),
  status: z.enum(['pending', 'waiting_for_capture', 'succeeded', 'canceled']).optional(),
  payment_method: z.string().optional(),
  ...page,
})

/** yookassa.ru/developers/api#get_refunds_list */
export const refundList = z.strictObject({ ...times('created_at'), payment_id: z.string().optional(), status: z.enum(['pending', 'succeeded', 'canceled']).optional(), ...page })

export function checked<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input ?? {})
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw invalidRequest(issue?.path.join('.') || 'body', issue?.message ?? 'wrong body')
}

function receiptKopecks({ items }: z.output<typeof receipt>): number {
  return Math.round(items.reduce((sum, item) => sum + kopecksOf(item.amount) * item.quantity, 0))
}
