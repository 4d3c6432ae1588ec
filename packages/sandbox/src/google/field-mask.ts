type Mask = Map<string, Mask>

/** Leaves only what a `fields` parameter names: `a.b`, `a/b`, `a(b,c)`, `*` (developers.google.com/workspace/sheets/api/guides/field-masks). */
export function maskFields(body: unknown, fields: string | undefined): unknown {
  return fields === undefined || fields === '' ? body : picked(body, parseMask(fields))
}

function picked(value: unknown, mask: Mask): unknown {
  if (mask.size === 0 || mask.has('*')) return value
  if (Array.isArray(value)) return value.map((item: unknown) => picked(item, mask))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, child]) => (mask.has(key) ? [[key, picked(child, mask.get(key) ?? new Map())]] : [])))
}

function parseMask(fields: string): Mask {
  const root: Mask = new Map()
  const stack: Mask[] = [root]
  let current = root
  for (const [token] of fields.matchAll(/[\w*]+|[.,/()]/g)) {
    if (token === '(') stack.push(current)
    else if (token === ')') stack.pop()
    else if (token === ',') current = stack.at(-1) ?? root
    else if (token !== '.' && token !== '/') {
      const child: Mask = current.get(token) ?? new Map<string, Mask>()
      current.set(token, child)
      current = child
    }
  }
  return root
}
