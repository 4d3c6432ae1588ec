import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { diffFromMigrations, prismaDirectory } from './migrations.js'
import { startLocalPostgres } from '../testkit/local-postgres.js'

/** `node dist/migrate/new-migration.js NAME`: writes the next migration from what schema.prisma says beyond the migrations so far. */
const name = process.argv[2]
if (!name || !/^[a-z0-9_]+$/.test(name)) throw new Error('give the migration a name of a-z, 0-9 and _: make migration NAME=add_something')
const postgres = await startLocalPostgres({ isPersistent: false })
try {
  const sql = await diffFromMigrations(postgres.url)
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const directory = path.join(prismaDirectory, 'migrations', `${stamp}_${name}`)
  await mkdir(directory, { recursive: true })
  await writeFile(path.join(directory, 'migration.sql'), sql)
  process.stdout.write(`${directory}/migration.sql\n`)
} finally {
  await postgres.close()
}
