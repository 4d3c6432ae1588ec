import { promoCodeOf, type PaidPlan } from '@cars-bot/domain'
import type { CallbackCodec } from '../callback-codec.js'

/** `card`: by card or SBP, once. `auto`: the same, with consent to be charged again. `stars`: Telegram Stars. */
export type PayWay = 'card' | 'auto' | 'stars'

export type PayWish = { way: PayWay; plan: PaidPlan; code: string | null }

const ways: readonly PayWay[] = ['card', 'auto', 'stars']
const planWords = { MONTHLY: 'monthly', YEARLY: 'yearly' } as const satisfies Record<PaidPlan, string>
const plans: readonly PaidPlan[] = ['MONTHLY', 'YEARLY']

/** `buy:monthly`, `buy:monthly:SPRING`: opens the first way to pay, with the others beside it. 64 bytes hold a code of 40. */
export const planChoice: CallbackCodec<Omit<PayWish, 'way'>> = {
  encode: ({ plan, code }) => `buy:${planWords[plan]}${suffix(code)}`,
  decode(data) {
    const { code, rest } = split(data, 2)
    const plan = plans.find((candidate) => rest === `buy:${planWords[candidate]}`)
    return plan && code !== undefined ? { value: { plan, code } } : null
  },
}

/** `pay:card:monthly`, `pay:card:monthly:SPRING`. */
export const payCallback: CallbackCodec<PayWish> = {
  encode: ({ way, plan, code }) => `pay:${way}:${planWords[plan]}${suffix(code)}`,
  decode(data) {
    const { code, rest } = split(data, 3)
    const found = ways.flatMap((way) => plans.map((plan) => ({ way, plan }))).find(({ way, plan }) => rest === `pay:${way}:${planWords[plan]}`)
    return found && code !== undefined ? { value: { ...found, code } } : null
  },
}

function suffix(code: string | null): string {
  return code === null ? '' : `:${code}`
}

/** The code behind so many parts: null when there is none, undefined when it can't be one. */
function split(data: string, parts: number): { rest: string; code: string | null | undefined } {
  const words = data.split(':')
  const rest = words.slice(0, parts).join(':')
  if (words.length === parts) return { rest, code: null }
  const code = words.slice(parts).join(':')
  return { rest, code: promoCodeOf(code) === code ? code : undefined }
}
