import bigInt from 'big-integer'

/** A request as plain JSON, for the record: longs as decimal strings, bytes in hex (long ones cut), TL objects with their class name. */
export function jsonSafe(value: unknown): unknown {
  if (value === null || value === undefined || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value ?? null
  if (typeof value === 'bigint' || bigInt.isInstance(value)) return value.toString()
  if (Buffer.isBuffer(value)) return value.length > 64 ? `${value.toString('hex', 0, 64)}… (${value.length} bytes)` : value.toString('hex')
  if (Array.isArray(value)) return value.map((item) => jsonSafe(item))
  if (typeof value !== 'object') return null
  const named = 'className' in value && 'originalArgs' in value
  const fields = named && typeof value.originalArgs === 'object' && value.originalArgs !== null ? value.originalArgs : value
  const entries = Object.entries(fields).filter(([name, field]) => field !== null && field !== undefined && !/^flags2?$/.test(name))
  return { ...(named && { _: value.className }), ...Object.fromEntries(entries.map(([name, field]) => [name, jsonSafe(field)])) }
}
