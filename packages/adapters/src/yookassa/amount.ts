/** «299.00» for 29900 kopecks, exact. */
export function toApiAmount(kopecks: number): string {
  if (!Number.isSafeInteger(kopecks) || kopecks <= 0) throw new RangeError(`not an amount in kopecks: ${kopecks}`)
  return `${Math.floor(kopecks / 100)}.${String(kopecks % 100).padStart(2, '0')}`
}

/** 29900 for «299.00», exact; throws on anything but digits with at most two after the point. */
export function fromApiAmount(value: string): number {
  const match = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(value)
  if (!match) throw new Error('YooKassa gave an amount that is no number of rubles')
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}
