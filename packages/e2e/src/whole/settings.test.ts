import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { startChild } from '../system/child.js'
import { serviceNames } from '../system/settings.js'

const root = fileURLToPath(new URL('../../../../', import.meta.url))

async function bootWithout(service: string, env: Record<string, string>): Promise<{ code: number | string; output: string }> {
  const child = startChild({ name: service, script: `${root}services/${service}/dist/main.js`, env })
  return { code: await child.ended, output: child.lines.join('\n') }
}

test.each(serviceNames)('%s without settings stops with one message that names each missing one', async (service) => {
  const { code, output } = await bootWithout(service, {})
  expect(code).toBe(78)
  expect(output).toContain('DATABASE_URL is missing')
  expect(output).toContain('REDIS_URL is missing')
  expect(output.match(/can't start/g)).toHaveLength(1)
})

test('a wrong value, an empty value and a name of the older system are all named at once', async () => {
  const { code, output } = await bootWithout('bot', {
    DATABASE_URL: 'mysql://wrong',
    REDIS_URL: ' ',
    TELEGRAM__BOT_TOKEN: 'x',
    NEWS_CHANNEL_ID: 'news',
    YOOKASSA__SHOP_ID: '1',
  })
  expect(code).toBe(78)
  expect(output).toContain('DATABASE_URL is wrong')
  expect(output).toContain('REDIS_URL is missing')
  expect(output).toContain('TELEGRAM__BOT_TOKEN is a name of the older system; use BOT_TOKEN')
  expect(output).toContain('YOOKASSA__SHOP_ID is a name of the older system; use YOOKASSA_SHOP_ID')
  expect(output).toContain('NEWS_CHANNEL_ID is wrong')
  expect(output).not.toContain('wrong@')
})

test('the monitor wants its sessions from one place: none and two are faults', async () => {
  const sessions = { TELEGRAM_API_ID: '1', TELEGRAM_API_HASH: '0', NEWS_CHANNEL_ID: '-1001234567890', MEDIA_DIR: '/tmp', DATABASE_URL: 'postgresql://cars@localhost/cars', REDIS_URL: 'redis://localhost' }
  const none = await bootWithout('monitor', sessions)
  expect(none.code).toBe(78)
  expect(none.output).toMatch(/TELEGRAM_SESSIONS is missing .*TELEGRAM_SESSIONS_FILE/)
  const both = await bootWithout('monitor', { ...sessions, TELEGRAM_SESSIONS: '1AAA', TELEGRAM_SESSIONS_FILE: '/run/sessions' })
  expect(both.code).toBe(78)
  expect(both.output).toContain('TELEGRAM_SESSIONS and TELEGRAM_SESSIONS_FILE are both set')
})

test('.env.example names exactly the settings that the Compose files read', async () => {
  const [example, compose, production] = await Promise.all(
    ['.env.example', 'docker-compose.yml', 'docker-compose.prod.yml'].map((file) => readFile(root + file, 'utf8')),
  )
  const inExample = new Set([...(example ?? '').matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]))
  const inCompose = new Set([...`${compose}${production}`.matchAll(/\$\{([A-Z][A-Z0-9_]+)/g)].map((match) => match[1]))
  expect([...inCompose].filter((name) => !inExample.has(name))).toEqual([])
  expect([...inExample].filter((name) => !inCompose.has(name))).toEqual([])
})
