import { execFile, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { startDockerServer, wantsDocker } from './docker-server.js'
import { freePort } from './free-port.js'
import { untilReady } from './until.js'
import pg from 'pg'

const run = promisify(execFile)

export type LocalPostgres = { url: string; port: number; close(): Promise<void> }

/**
 * A Postgres of its own from the installed binaries, else from a running Docker engine, on a free loopback port. Kept on disk under `directory` when given, else thrown
 * away on close. Not durable (fsync off): for tests and demos.
 */
export async function startLocalPostgres(options: { directory?: string; isPersistent?: boolean; port?: number }): Promise<LocalPostgres> {
  const bin = postgresBinaries()
  if (bin === null || wantsDocker(true)) return startInDocker()
  const directory = options.directory ?? (await mkdtemp(path.join(tmpdir(), 'cars-postgres-')))
  const port = options.port ?? (await freePort())
  const owner = await postgresOwner()
  await mkdir(directory, { recursive: true })
  await chmod(directory, 0o700)
  if (owner) await chown(directory, owner.uid, owner.gid)
  const data = path.join(directory, 'data')
  if (!existsSync(path.join(data, 'PG_VERSION'))) {
    await run(path.join(bin, 'initdb'), ['-D', data, '-U', 'cars', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N'], { ...owner, cwd: directory })
  }
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300', 'shared_buffers=128MB', 'listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=${directory}`]
  const server = spawn(path.join(bin, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], { ...owner, cwd: directory, stdio: 'ignore' })
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const url = `postgresql://cars@127.0.0.1:${port}/postgres`
  await untilReady('Postgres', () => ping(url), 30_000)
  return {
    url,
    port,
    async close() {
      server.kill('SIGINT')
      await exited
      if (!options.isPersistent) await rm(directory, { recursive: true, force: true })
    },
  }
}

async function ping(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await client.query('SELECT 1')
  } finally {
    await client.end().catch(() => {})
  }
}

function postgresBinaries(): string | null {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  return versions.map((version) => path.join(root, version, 'bin')).find((bin) => existsSync(path.join(bin, 'initdb'))) ?? null
}

async function startInDocker(): Promise<LocalPostgres> {
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300']
  const server = await startDockerServer({
    image: 'postgres:17-alpine',
    containerPort: 5432,
    env: { POSTGRES_USER: 'cars', POSTGRES_PASSWORD: 'cars', POSTGRES_DB: 'postgres' },
    command: ['postgres', ...settings.flatMap((setting) => ['-c', setting])],
  })
  const url = `postgresql://cars:cars@127.0.0.1:${server.port}/postgres`
  await untilReady('Postgres', () => ping(url), 60_000)
  return { url, ...server }
}

/** Postgres refuses to run as root: its own system user runs it then. */
async function postgresOwner(): Promise<{ uid: number; gid: number } | null> {
  if (process.getuid?.() !== 0) return null
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)))
  if (!uid || !gid) throw new Error('there is no system user postgres to run Postgres as')
  return { uid, gid }
}
