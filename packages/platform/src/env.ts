import { cleanEnv, type CleanedEnvAccessors, type ValidatorSpec } from 'envalid'
import { renamedSettings } from './renamed-settings.js'

type Specs = Record<string, ValidatorSpec<unknown>>
export type EnvOf<S extends Specs> = { readonly [K in keyof S]: S[K] extends ValidatorSpec<infer T> ? T : never } & Partial<CleanedEnvAccessors>

export class SettingsError extends Error {
  override name = 'SettingsError'
}

/**
 * The settings of one service, validated. An empty string counts as absent. All faults come in one `SettingsError`, whose message
 * names each setting, what is wrong with it, and the present name where one of an older system is set.
 */
export function readEnv<S extends Specs>(service: string, specs: S, source: NodeJS.ProcessEnv = process.env): EnvOf<S> {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ''))
  const faults: string[] = []
  const env = cleanEnv(given, specs, {
    reporter: ({ errors }) => {
      for (const [name, error] of Object.entries(errors)) if (error) faults.push(faultOf(name, error, specs[name], given))
    },
  })
  for (const [old, current] of Object.entries(renamedSettings)) {
    if (old in given && !(current in given)) faults.push(`${old} is a name of the older system; use ${current}`)
  }
  if (faults.length > 0) throw new SettingsError(`${service} can't start, its settings have faults:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
  return plainCopy(env, specs)
}

function faultOf(name: string, error: Error, spec: ValidatorSpec<unknown> | undefined, given: Record<string, string | undefined>): string {
  const isMissing = !(name in given)
  const hint = spec?.desc ? ` (${spec.desc}${spec.example ? `, such as ${spec.example}` : ''})` : ''
  return isMissing ? `${name} is missing${hint}` : `${name} is wrong: ${error.message}${hint}`
}

/** envalid's own object throws on unknown names; a plain one can be spread and compared. Each value was checked by its spec. */
function plainCopy<S extends Specs>(env: object, specs: S): EnvOf<S> {
  return Object.fromEntries(Object.keys(specs).map((name) => [name, Reflect.get(env, name)])) as EnvOf<S>
}
