import { createLog, type Log } from './log.js'
import { readEnv, SettingsError, type EnvOf } from './env.js'
import type { ValidatorSpec } from 'envalid'

/** Settings and log of a service. Faulty settings end the process with code 78 (EX_CONFIG) after one message that names them all. */
export function bootSettings<S extends Record<string, ValidatorSpec<unknown>>>(service: string, specs: S): { env: EnvOf<S>; log: Log } {
  try {
    const env = readEnv(service, specs)
    return { env, log: createLog(service, process.env['LOG_LEVEL'] || 'info') }
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(78)
  }
}
