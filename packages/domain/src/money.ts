const nonBreakingSpace = '\u00a0'

/** Digits in groups of three, parted by no-break spaces, so that a number never breaks over two lines. */
export function groupDigits(value: number): string {
  const digits = Math.abs(Math.trunc(value)).toString()
  const grouped = digits.replace(/\B(?=(?:\d{3})+$)/g, nonBreakingSpace)
  return value < 0 ? `−${grouped}` : grouped
}

/** «1 250 000 ₽» for 125 000 000 kopecks; kopecks are shown only when there are any. */
export function formatRubles(kopecks: number): string {
  const rest = Math.abs(kopecks) % 100
  const fraction = rest === 0 ? '' : `,${rest.toString().padStart(2, '0')}`
  return `${groupDigits(Math.trunc(kopecks / 100))}${fraction}${nonBreakingSpace}₽`
}
