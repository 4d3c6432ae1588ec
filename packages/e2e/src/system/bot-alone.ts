import { fileURLToPath } from 'node:url'
import { freePort, until } from '@cars-bot/platform/testkit'
import { startSandbox, type Sandbox } from '@cars-bot/sandbox'
import { startChild, type Child } from './child.js'
import { serviceSettings } from './settings.js'
import type { Servers } from './with-servers.js'

export type BotAlone = {
  sandbox: Sandbox
  child: Child
  /** Puts these updates into the queue that the bot polls. */
  push(updates: readonly Readonly<Record<string, unknown>>[]): Promise<void>
  /** Resolves when the bot has taken so many that at most this number waits. */
  untilTaken(most: number, timeoutMs?: number): Promise<void>
  /** A person who has started the bot. */
  addPerson(id: number): void
  close(): Promise<void>
}

const script = fileURLToPath(new URL('../../../../services/bot/dist/main.js', import.meta.url))

/** The bot as a process of its own against the stand-ins in this one, Telegram's limits off. */
export async function startBotAlone({ databaseUrl, redisUrl }: Omit<Servers, 'db'>, given: Record<string, string> = {}, onLine?: (line: string) => void): Promise<BotAlone> {
  const sandbox = await startSandbox({ httpPort: 0, mtprotoPort: 0, feed: { isOn: false, intervalMs: 1_000 }, limits: false, logLevel: 'error' })
  const addresses = { databaseUrl, redisUrl, httpPort: Number(new URL(sandbox.httpUrl).port), webhookPort: 1, mtprotoPort: sandbox.mtprotoPort, mediaDirectory: '', googleKeyFile: '' }
  const healthPort = await freePort()
  const child = startChild({ name: 'bot', script, env: { ...serviceSettings(addresses), ...given, HEALTH_PORT: String(healthPort) }, ...(onLine ? { onLine } : {}) })
  const control = async (method: 'GET' | 'POST', body?: unknown): Promise<{ waiting: number }> => {
    const response = await fetch(`${sandbox.httpUrl}/api/telegram/raw-updates`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) })
    if (!response.ok) throw new Error(`raw updates: ${response.status} ${await response.text()}`)
    return (await response.json()) as { waiting: number }
  }
  await until('the bot is ready', async () => {
    if (!child.isRunning()) throw new Error(`the bot ended at start:\n${child.lines.slice(-20).join('\n')}`)
    return (await fetch(`http://127.0.0.1:${healthPort}/ready`).catch(() => null))?.ok
  }, 40_000)
  return {
    sandbox,
    child,
    async push(updates) {
      await control('POST', { updates })
    },
    untilTaken: (most, timeoutMs = 60_000) => until('the bot takes its updates', async () => !child.isRunning() || (await control('GET')).waiting <= most, timeoutMs).then(() => {}),
    addPerson(id) {
      sandbox.context.world.addUser({ id, firstName: `Читатель ${id}` }).hasStarted = true
    },
    async close() {
      await child.kill('SIGTERM')
      await sandbox.close()
    },
  }
}
