import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MigrationList } from '@prisma/schema-engine-wasm'
import { withSchemaEngine } from './schema-engine.js'

/** The checkout's `prisma` folder, seen from `src` or `dist`; an image says where its copy is. */
export const prismaDirectory = process.env['PRISMA_DIRECTORY'] ?? fileURLToPath(new URL('../../../../prisma', import.meta.url))

const noFilter = { externalTables: [], externalEnums: [] }

/** Applies what is not applied yet, as `prisma migrate deploy` does, and returns the names of what it applied. Safe to run twice. */
export async function applyMigrations(databaseUrl: string): Promise<string[]> {
  const migrationsList = await readMigrations()
  return withSchemaEngine(databaseUrl, async (engine) => (await engine.applyMigrations({ migrationsList, filters: noFilter })).appliedMigrationNames)
}

/**
 * The SQL that takes a database with all migrations applied to what schema.prisma says; only a comment when they agree.
 * The engine replays the migrations in a shadow database that it creates on the server of `databaseUrl` and drops again.
 * Migrations named `…_constraints` hold what schema.prisma can't express and the engine's driver can't read back; they are left out.
 */
export async function diffFromMigrations(databaseUrl: string): Promise<string> {
  const schemaFile = path.join(prismaDirectory, 'schema.prisma')
  const files = [{ path: schemaFile, content: await readFile(schemaFile, 'utf8') }]
  const migrations = await readMigrations((name) => !name.endsWith('_constraints'))
  return withSchemaEngine(databaseUrl, async (engine) => {
    const { stdout } = await engine.diff({
      from: migrations.migrationDirectories.length > 0 ? { tag: 'migrations', ...migrations } : { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: noFilter,
    })
    return stdout ?? ''
  })
}

async function readMigrations(isIncluded: (name: string) => boolean = () => true): Promise<MigrationList> {
  const baseDir = path.join(prismaDirectory, 'migrations')
  const entries = await readdir(baseDir, { withFileTypes: true })
  const names = entries.flatMap((entry) => (entry.isDirectory() && isIncluded(entry.name) ? [entry.name] : [])).sort()
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: await readFile(path.join(baseDir, name, 'migration.sql'), 'utf8') } },
    })),
  )
  const lockfile = await readFile(path.join(baseDir, 'migration_lock.toml'), 'utf8')
  return { baseDir, lockfile: { path: 'migration_lock.toml', content: lockfile }, shadowDbInitScript: '', migrationDirectories }
}
