import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, until } from '@cars-bot/platform/testkit'
import { startChild, type Child } from './child.js'
import { sandboxClient, type SandboxClient } from './sandbox-client.js'
import { sandboxSettings, serviceNames, serviceSettings, type ServiceName, type SystemAddresses } from './settings.js'

export type SystemOptions = {
  databaseUrl: string
  redisUrl: string
  feed?: boolean
  feedIntervalMs?: number
  /** Telegram's and Google's rate limits in the sandbox. */
  limits?: boolean
  httpPort?: number
  /** Settings on top of the usual ones, for all services. */
  overrides?: Record<string, string>
  onLine?: (name: string, line: string) => void
}

export type System = {
  sandbox: SandboxClient
  sandboxUrl: string
  settings: Record<string, string>
  processes: Map<string, Child>
  /** Starts a service (again); with `as`, a further copy under another name. */
  start(service: ServiceName, as?: string): Promise<Child>
  kill(name: string, signal?: NodeJS.Signals): Promise<void>
  ready(name: string): Promise<boolean>
  untilReady(names?: readonly string[], timeoutMs?: number): Promise<void>
  close(): Promise<void>
}

const root = fileURLToPath(new URL('../../../../', import.meta.url))

/** Starts the sandbox and the five services as separate processes and returns at once after the sandbox answers; services may still be starting. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const directory = await mkdtemp(path.join(tmpdir(), 'cars-system-'))
  const ports = new Map<string, number>()
  for (const name of serviceNames) ports.set(name, await freePort())
  const addresses: SystemAddresses = {
    databaseUrl: options.databaseUrl,
    redisUrl: options.redisUrl,
    httpPort: options.httpPort ?? (await freePort()),
    mtprotoPort: await freePort(),
    webhookPort: await freePort(),
    mediaDirectory: path.join(directory, 'media'),
    googleKeyFile: path.join(directory, 'google-key.json'),
  }
  const settings = { ...serviceSettings(addresses), ...options.overrides }
  const processes = new Map<string, Child>()
  const sandboxUrl = `http://127.0.0.1:${addresses.httpPort}`
  const services = serviceNames.map((name) => `${name}=http://127.0.0.1:${ports.get(name)}`).join(',')
  const spawnChild = (name: string, script: string, env: Record<string, string>): Child => {
    const child = startChild({ name, script: path.join(root, script), env, onLine: (line) => options.onLine?.(name, line) })
    processes.set(name, child)
    return child
  }
  const sandboxEnv = sandboxSettings(addresses, { feed: options.feed ?? false, feedIntervalMs: options.feedIntervalMs ?? 3_000, services, limits: options.limits ?? false })
  spawnChild('sandbox', 'packages/sandbox/dist/main.js', sandboxEnv)
  await until('the sandbox answers', async () => (await fetch(`${sandboxUrl}/api/health`).catch(() => null))?.ok, 20_000)

  const system: System = {
    sandbox: sandboxClient(sandboxUrl),
    sandboxUrl,
    settings,
    processes,
    async start(service, as = service) {
      if (!ports.has(as)) ports.set(as, await freePort())
      const env: Record<string, string> = { ...settings, HEALTH_PORT: String(ports.get(as)) }
      if (service === 'webhook' && as !== 'webhook') env['WEBHOOK_PORT'] = String(await freePort())
      return spawnChild(as, `services/${service}/dist/main.js`, env)
    },
    async kill(name, signal = 'SIGKILL') {
      await processes.get(name)?.kill(signal)
    },
    async ready(name) {
      const response = await fetch(`http://127.0.0.1:${ports.get(name)}/ready`).catch(() => null)
      return response?.ok ?? false
    },
    async untilReady(names = serviceNames, timeoutMs = 40_000) {
      await Promise.all(names.map((name) => until(`${name} is ready`, () => diedOrReady(system, name), timeoutMs)))
    },
    async close() {
      await Promise.all([...processes].filter(([name]) => name !== 'sandbox').map(([, child]) => stopChild(child)))
      await Promise.all([...processes.values()].map(stopChild))
      await rm(directory, { recursive: true, force: true })
    },
  }
  await Promise.all(serviceNames.map((name) => system.start(name)))
  return system
}

async function diedOrReady(system: System, name: string): Promise<boolean> {
  const child = system.processes.get(name)
  if (child && !child.isRunning()) throw new Error(`${name} ended at start:\n${child.lines.slice(-20).join('\n')}`)
  return system.ready(name)
}

async function stopChild(child: Child): Promise<void> {
  if (!child.isRunning()) return
  const forced = setTimeout(() => void child.kill('SIGKILL'), 20_000)
  await child.kill('SIGTERM')
  clearTimeout(forced)
}
