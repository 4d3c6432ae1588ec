/** Forms for 1, 2–4 and 5: `['владелец', 'владельца', 'владельцев']`. */
export type PluralForms = readonly [one: string, few: string, many: string]

/** The Russian form that fits the count (21 владелец, 11 владельцев). */
export function plural(count: number, forms: PluralForms): string {
  const lastTwo = Math.abs(count) % 100
  const last = lastTwo % 10
  if (lastTwo >= 11 && lastTwo <= 14) return forms[2]
  if (last === 1) return forms[0]
  if (last >= 2 && last <= 4) return forms[1]
  return forms[2]
}
