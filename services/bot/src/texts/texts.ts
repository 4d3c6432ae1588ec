import type { Language } from '@cars-bot/domain'
import type { broadcastRussian } from './broadcast-russian.js'
import { english } from './english.js'
import type { alertsRussian } from './alerts-russian.js'
import type { moneyRussian } from './money-russian.js'
import { russian } from './russian.js'

/** The same keys with the same arguments in every language: a text that is missing somewhere does not compile. */
export type Texts = { readonly [Key in keyof typeof russian]: AnyWords<(typeof russian)[Key]> }

type AnyWords<T> = T extends (...values: infer Values) => string
  ? (...values: Values) => string
  : T extends string
    ? string
    : T extends readonly unknown[]
      ? T
      : { readonly [Key in keyof T]: AnyWords<T[Key]> }

/** The part of them that is about saved searches. */
export type AlertsTexts = { readonly [Key in keyof typeof alertsRussian]: AnyWords<(typeof alertsRussian)[Key]> }

/** The part of them that is about money. */
export type MoneyTexts = { readonly [Key in keyof typeof moneyRussian]: AnyWords<(typeof moneyRussian)[Key]> }

/** The part of them that is about broadcasts. */
export type BroadcastTexts = { readonly [Key in keyof typeof broadcastRussian]: AnyWords<(typeof broadcastRussian)[Key]> }

/** Every text by language. */
export const textsOf: Readonly<Record<Language, Texts>> = { ru: russian, en: english }
