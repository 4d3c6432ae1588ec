import { applyMigrations } from './migrations.js'
import { createLog } from '../log.js'
import { readEnv } from '../env.js'
import { databaseEnv } from '../env-specs.js'

const env = readEnv('migrate', databaseEnv)
const log = createLog('migrate', env.LOG_LEVEL)
try {
  const applied = await applyMigrations(env.DATABASE_URL)
  log.info('migrations applied', { applied })
} catch (error) {
  log.error('migrations failed', { error })
  process.exitCode = 1
}
