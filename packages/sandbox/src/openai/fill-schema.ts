import { isRecord, type JsonSchema } from './strict-schema.js'

type Known = Record<string, unknown>

/**
 * An answer in the shape of any strict schema: a property is filled from the value of its name, at its own place or anywhere in `known`, when the
 * type fits; else it is null where null is allowed, and the emptiest value of its type where not.
 */
export function fillSchema(schema: JsonSchema, known: Known): unknown {
  const defs = isRecord(schema['$defs']) ? schema['$defs'] : {}
  const flat: Known = Object.fromEntries(Object.values(known).flatMap((value) => (isRecord(value) ? Object.entries(value) : [])))
  return fill(schema, known)

  function fill(node: JsonSchema, value: unknown): unknown {
    const options = optionsOf(node)
    const fitting = options.find((option) => value !== undefined && value !== null && fits(option, value)) ?? options.find(isNull) ?? options[0] ?? node
    return filled(fitting, value)
  }

  function filled(node: JsonSchema, value: unknown): unknown {
    if ('const' in node) return node['const']
    if (Array.isArray(node['enum'])) return node['enum'].includes(value) ? value : (node['enum'].find((one) => one === null) ?? node['enum'][0])
    switch (node['type']) {
      case 'object': {
        const own = isRecord(value) ? value : {}
        const properties = isRecord(node['properties']) ? Object.entries(node['properties']) : []
        return Object.fromEntries(properties.map(([name, child]) => [name, fill(isRecord(child) ? child : {}, own[name] ?? known[name] ?? flat[name])]))
      }
      case 'array': {
        const items = isRecord(node['items']) ? node['items'] : {}
        const least = typeof node['minItems'] === 'number' ? node['minItems'] : 0
        return Array.isArray(value) ? value.map((item) => fill(items, item)) : Array.from({ length: least }, () => fill(items, undefined))
      }
      case 'string':
        return typeof value === 'string' ? value : ''
      case 'number':
      case 'integer':
        return typeof value === 'number' ? value : 0
      case 'boolean':
        return typeof value === 'boolean' ? value : false
      default:
        return null
    }
  }

  /** The plain types a node may be of, references followed. */
  function optionsOf(node: JsonSchema): JsonSchema[] {
    const name = typeof node['$ref'] === 'string' ? node['$ref'].replace('#/$defs/', '') : null
    const target = name === null ? null : defs[name]
    if (isRecord(target)) return optionsOf(target)
    if (Array.isArray(node['anyOf'])) return node['anyOf'].filter(isRecord).flatMap(optionsOf)
    return Array.isArray(node['type']) ? node['type'].map((type: unknown) => ({ ...node, type })) : [node]
  }
}

function isNull(node: JsonSchema): boolean {
  return node['type'] === 'null'
}

function fits(node: JsonSchema, value: unknown): boolean {
  if (Array.isArray(node['enum'])) return node['enum'].includes(value)
  switch (node['type']) {
    case 'object':
      return isRecord(value)
    case 'array':
      return Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    default:
      return typeof value === node['type']
  }
}
