import { execFile } from 'node:child_process'
import { copyFile, access, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { until } from '@cars-bot/platform/testkit'
import { listingsOf, sandboxClient } from '../system/sandbox-client.js'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../../', import.meta.url))
const services = ['postgres', 'redis', 'bot', 'monitor', 'webhook', 'worker', 'scheduler', 'sandbox']

/**
 * Builds and starts everything with Compose and the sandbox profile as the README says, on the running Docker engine; takes it down again,
 * volumes included. An existing .env that differs from .env.example stops the proof, so that nobody's system is touched.
 */
export async function proveCompose(): Promise<{ figures: object; holds: boolean }> {
  await useExampleSettings()
  const startedAt = performance.now()
  try {
    await compose('up', '--build', '-d')
    await until('every container is healthy', async () => (await unhealthy()).length === 0, 300_000).catch(async (error: unknown) => {
      throw new Error(`not healthy: ${(await unhealthy()).join(', ')}\n${await compose('logs', '--tail', '20')}`, { cause: error })
    })
    const secondsToHealthy = Math.round((performance.now() - startedAt) / 1000)
    const sandbox = sandboxClient('http://127.0.0.1:8090')
    const listing = await until('a listing is in the news channel', async () => listingsOf(await sandbox.news())[0], 60_000)
    const secondBot = await compose('up', '-d', '--scale', 'bot=2').then(
      () => 'accepted',
      (error: unknown) => (String(error).includes('container name') ? 'refused' : `failed otherwise: ${String(error)}`),
    )
    await compose('up', '-d', '--scale', 'worker=3')
    const workers = await until('three workers are healthy', async () => (await unhealthy()).length === 0 && (await count('worker')) === 3 && 3, 120_000)
    const figures = { secondsToHealthy, listing: listing.text.split('\n')[0], itemsInListing: listing.messages.length, secondBot, workers }
    return { figures, holds: secondBot === 'refused' && workers === 3 }
  } finally {
    await compose('down', '--volumes', '--timeout', '10')
  }
}

async function useExampleSettings(): Promise<void> {
  const hasOwn = await access(`${root}.env`).then(() => true, () => false)
  if (!hasOwn) return copyFile(`${root}.env.example`, `${root}.env`)
  const [own, example] = await Promise.all([readFile(`${root}.env`, 'utf8'), readFile(`${root}.env.example`, 'utf8')])
  if (own !== example) throw new Error('there is a .env of your own here: run this proof in a fresh clone')
}

async function compose(...words: string[]): Promise<string> {
  const { stdout, stderr } = await run('docker', ['compose', '--profile', 'sandbox', ...words], { cwd: root, maxBuffer: 64 * 1024 * 1024 })
  return stdout + stderr
}

type Container = { Service: string; State: string; Health: string }

async function containers(): Promise<Container[]> {
  const lines = (await run('docker', ['compose', '--profile', 'sandbox', 'ps', '--all', '--format', 'json'], { cwd: root })).stdout.trim().split('\n')
  return lines.filter(Boolean).map(asContainer)
}

async function unhealthy(): Promise<string[]> {
  const found = await containers()
  const missing = services.filter((service) => !found.some((container) => container.Service === service))
  const ill = found.filter((container) => container.Service !== 'migrate' && container.Health !== 'healthy').map((container) => `${container.Service} ${container.State} ${container.Health}`)
  return [...missing, ...ill]
}

async function count(service: string): Promise<number> {
  return (await containers()).filter((container) => container.Service === service && container.State === 'running').length
}

/** One line of `docker compose ps --format json` has at least these fields. */
function asContainer(line: string): Container {
  return JSON.parse(line) as Container
}
