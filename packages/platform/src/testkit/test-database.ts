import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { openDatabase, type Database } from '../database.js'

export const templateName = 'cars_template'

export type TestDatabase = { db: Database; url: string; close(): Promise<void> }

/** An empty, migrated database of the caller's own on the run's Postgres. Close it in `afterAll`. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = required('TEST_POSTGRES_URL')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${templateName}`)
  const url = server.replace(/\/postgres$/, `/${name}`)
  const db = openDatabase(url)
  return {
    db,
    url,
    async close() {
      await db.$disconnect()
      await onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

export function required(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run the tests with vitest from the root, whose global setup starts Postgres and Redis`)
  return value
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
