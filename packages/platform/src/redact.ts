const secretKey = /pass(?:word|phrase)?$|secret|token(?!s$)|session(string)?$|authorization|cookie|api_?(key|hash)|private_?key|phone|first_?name|last_?name|^text$|^body$|caption/i

const patterns: readonly [RegExp, string][] = [
  [/(?<!\d)\d{6,}:[A-Za-z0-9_-]{30,}/g, '[bot-token]'],
  [/\bsk-[A-Za-z0-9_-]{16,}/g, '[api-key]'],
  [/\b(?:live|test)_[A-Za-z0-9_-]{24,}/g, '[api-key]'],
  [/\b(Basic|Bearer)\s+[A-Za-z0-9+/._~-]{12,}=*/gi, '$1 [credentials]'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]+@/gi, '$1:[password]@'],
  [/\b1[A-Za-z0-9+/_-]{200,}={0,2}/g, '[session]'],
  [/(?:\+7|\b[78])[\s(-]{0,2}\d{3}[\s)-]{0,2}\d{3}[\s-]?\d{2}[\s-]?\d{2}\b/g, '[phone]'],
  [/\+\d[\d\s()-]{9,16}\d\b/g, '[phone]'],
  [/-----BEGIN [A-Z ]+-----[\s\S]+?-----END [A-Z ]+-----/g, '[private-key]'],
]

/**
 * A copy fit for a log: strings without tokens, phones, passwords in addresses or session strings, fields with a telling name blotted out,
 * errors as name, message, stack and cause. bigint becomes a string, bytes their number.
 */
export function redact(value: unknown, key = '', depth = 0): unknown {
  if (value === null || value === undefined || typeof value === 'boolean') return value
  if (key && secretKey.test(key)) return '[redacted]'
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return value.toString()
  if (depth > 5) return '[deep]'
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (value instanceof Uint8Array) return `[${value.length} bytes]`
  if (value instanceof Error) return redactError(value, depth)
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redact(item, '', depth + 1))
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redact(item, name, depth + 1)]))
  }
  return `[${typeof value}]`
}

function redactText(text: string): string {
  return patterns.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text)
}

function redactError(error: Error, depth: number): object {
  return {
    name: error.name,
    message: redactText(error.message),
    stack: error.stack ? redactText(error.stack) : undefined,
    cause: error.cause === undefined ? undefined : redact(error.cause, '', depth + 1),
  }
}
