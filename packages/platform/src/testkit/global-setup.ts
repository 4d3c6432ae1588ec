import pg from 'pg'
import { applyMigrations } from '../migrate/migrations.js'
import { startLocalPostgres } from './local-postgres.js'
import { startLocalRedis } from './local-redis.js'
import { templateName } from './test-database.js'

/** One Postgres and one Redis for the whole test run; each test file takes a database of its own from the migrated template. */
export async function setup(): Promise<() => Promise<void>> {
  const [postgres, redis] = await Promise.all([startLocalPostgres({}), startLocalRedis()])
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query(`CREATE DATABASE ${templateName}`)
  await client.end()
  await applyMigrations(postgres.url.replace(/\/postgres$/, `/${templateName}`))
  process.env['TEST_POSTGRES_URL'] = postgres.url
  process.env['TEST_REDIS_URL'] = redis.url
  return async () => {
    await Promise.all([postgres.close(), redis.close()])
  }
}
