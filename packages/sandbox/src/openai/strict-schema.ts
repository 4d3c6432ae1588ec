export type JsonSchema = Record<string, unknown>

const allowedKeywords = new Set([
  '$defs', '$ref', 'type', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'const', 'anyOf', 'description', 'title',
  'pattern', 'format', 'multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minItems', 'maxItems',
])
const maxDepth = 5
const maxProperties = 100

/**
 * What is wrong with a schema for strict structured outputs, null when nothing: an object at the root, every property required, no additional ones, at
 * most 100 properties and 5 levels (the smaller of the documented limits), known keywords only (platform.openai.com/docs/guides/structured-outputs).
 */
export function strictSchemaFault(schema: JsonSchema): string | null {
  if (schema['type'] !== 'object' || 'anyOf' in schema) return `schema must be a JSON Schema of 'type: "object"', got 'type: ${JSON.stringify(schema['type'] ?? 'None')}'.`
  const count = { properties: 0 }
  const fault = faultAt(schema, [], 1, count)
  if (fault !== null) return fault
  return count.properties > maxProperties ? `schema has ${count.properties} properties, more than the ${maxProperties} allowed.` : null
}

function faultAt(schema: JsonSchema, path: string[], depth: number, count: { properties: number }): string | null {
  const where = `In context=(${path.map((part) => `'${part}'`).join(', ')})`
  if (depth > maxDepth) return `${where}, schema is nested more than ${maxDepth} levels deep.`
  const unknown = Object.keys(schema).find((key) => !allowedKeywords.has(key))
  if (unknown !== undefined) return `${where}, '${unknown}' is not permitted.`
  return objectFault(schema, where, count) ?? childFault(schema, path, depth, count)
}

function objectFault(schema: JsonSchema, where: string, count: { properties: number }): string | null {
  const names = Object.keys(recordOf(schema['properties']))
  count.properties += names.length
  const isObject = schema['type'] === 'object' || (Array.isArray(schema['type']) && schema['type'].includes('object'))
  if (!isObject) return null
  if (schema['additionalProperties'] !== false) return `${where}, 'additionalProperties' is required to be supplied and to be false.`
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : [])
  const missing = names.find((name) => !required.has(name))
  return missing === undefined ? null : `${where}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`
}

function childFault(schema: JsonSchema, path: string[], depth: number, count: { properties: number }): string | null {
  const options: unknown[] = Array.isArray(schema['anyOf']) ? schema['anyOf'] : []
  const children: [string[], unknown, number][] = [
    ...named('properties', depth + 1),
    ...named('$defs', depth),
    ...options.map((child, index): [string[], unknown, number] => [[...path, 'anyOf', String(index)], child, depth]),
    [[...path, 'items'], schema['items'], depth + 1],
  ]
  for (const [childPath, child, childDepth] of children) {
    const fault = isRecord(child) ? faultAt(child, childPath, childDepth, count) : null
    if (fault !== null) return fault
  }
  return null

  function named(keyword: 'properties' | '$defs', childDepth: number): [string[], unknown, number][] {
    return Object.entries(recordOf(schema[keyword])).map(([name, child]) => [[...path, keyword, name], child, childDepth])
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
