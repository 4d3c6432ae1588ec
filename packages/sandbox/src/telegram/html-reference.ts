const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }

/**
 * The character reference that begins at `index`, as TDLib's `decode_html_entity` reads it: four names and numbers, the semicolon may be missing.
 * Null when there is none, then the `&` stands for itself.
 */
export function decodeReference(html: string, index: number): { text: string; end: number } | null {
  const [whole, name = '', hex, decimal] = /^&(?:([a-z]+)|#x([0-9a-f]{1,6})|#(\d{1,7}));?/i.exec(html.slice(index, index + 12)) ?? []
  if (whole === undefined) return null
  const end = index + whole.length
  if (hex === undefined && decimal === undefined) {
    const text = named[name]
    return text === undefined ? null : { text, end }
  }
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
  return code === 0 || code >= 0x10_ff_ff ? null : { text: String.fromCodePoint(code), end }
}
