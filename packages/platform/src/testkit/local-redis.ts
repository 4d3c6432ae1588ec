import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'
import { startDockerServer, wantsDocker } from './docker-server.js'
import { freePort } from './free-port.js'
import { untilReady } from './until.js'

export type LocalRedis = { url: string; port: number; close(): Promise<void> }

/** A Redis of its own from the installed binary, else from a running Docker engine, on a free loopback port, with 1,000 databases and no eviction. */
export async function startLocalRedis(options: { directory?: string; port?: number } = {}): Promise<LocalRedis> {
  if (wantsDocker(isInstalled())) return startInDocker()
  const directory = options.directory ?? (await mkdtemp(path.join(tmpdir(), 'cars-redis-')))
  await mkdir(directory, { recursive: true })
  const port = options.port ?? (await freePort())
  const persistence = options.directory ? ['--appendonly', 'yes'] : ['--save', '', '--appendonly', 'no']
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--databases', '1000', '--maxmemory-policy', 'noeviction', '--dir', directory, ...persistence],
    { stdio: 'ignore' },
  )
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  server.once('error', () => {})
  const url = `redis://127.0.0.1:${port}`
  await untilReady('Redis', () => ping(url), 15_000)
  return {
    url,
    port,
    async close() {
      server.kill('SIGTERM')
      await exited
      if (!options.directory) await rm(directory, { recursive: true, force: true })
    },
  }
}

function isInstalled(): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, 'redis-server')))
}

async function startInDocker(): Promise<LocalRedis> {
  const command = ['redis-server', '--databases', '1000', '--maxmemory-policy', 'noeviction', '--save', '', '--appendonly', 'no']
  const server = await startDockerServer({ image: 'redis:8-alpine', containerPort: 6379, command })
  const url = `redis://127.0.0.1:${server.port}`
  await untilReady('Redis', () => ping(url), 30_000)
  return { url, ...server }
}

async function ping(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null })
  redis.on('error', () => {})
  try {
    await redis.connect()
    await redis.ping()
  } finally {
    redis.disconnect()
  }
}
