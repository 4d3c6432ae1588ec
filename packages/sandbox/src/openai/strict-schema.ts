export type JsonSchema = Record<string, unknown>

const allowedKeywords = new Set([
  '$schema', '$defs', '$ref', 'type', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'const', 'anyOf', 'description', 'title',
  'pattern', 'format', 'multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minItems', 'maxItems',
])

/**
 * What is wrong with a schema for strict structured outputs, null when nothing: every property required, no additional ones, at most 100 properties
 * and 5 levels (the smaller of the documented limits), known keywords only, an object at the root (platform.openai.com/docs/guides/structured-outputs).
 */
export function strictSchemaFault(schema: JsonSchema): string | null {
  if (schema['type'] !== 'object') return "schema must be a JSON Schema of 'type: \"object\"'"
  const count = { properties: 0 }
  return faultAt(schema, [], 1, count) ?? (count.properties > 100 ? 'schema has more than 100 properties' : null)
}

function faultAt(schema: JsonSchema, path: string[], depth: number, count: { properties: number }): string | null {
  const where = `In context=(${path.map((part) => `'${part}'`).join(', ')})`
  const unknown = Object.keys(schema).find((key) => !allowedKeywords.has(key))
  if (unknown) return `${where}, '${unknown}' is not permitted.`
  if (depth > 5) return `${where}, schema is nested more than 5 levels deep.`
  const properties = recordOf(schema['properties'])
  if (schema['type'] === 'object') {
    if (schema['additionalProperties'] !== false) return `${where}, 'additionalProperties' is required to be supplied and to be false.`
    const required = new Set(Array.isArray(schema['required']) ? schema['required'] : [])
    const missing = Object.keys(properties).find((name) => !required.has(name))
    if (missing) return `${where}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`
  }
  count.properties += Object.keys(properties).length
  const children: [string[], unknown, number][] = [
    ...Object.entries(properties).map(([name, child]): [string[], unknown, number] => [[...path, 'properties', name], child, depth + 1]),
    ...(Array.isArray(schema['anyOf']) ? schema['anyOf'] : []).map((child: unknown): [string[], unknown, number] => [[...path, 'anyOf'], child, depth]),
    [[...path, 'items'], schema['items'], depth + 1],
  ]
  for (const [childPath, child, childDepth] of children) {
    const fault = isRecord(child) ? faultAt(child, childPath, childDepth, count) : null
    if (fault) return fault
  }
  return null
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
