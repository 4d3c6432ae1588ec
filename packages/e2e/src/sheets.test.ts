import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createJobs, createPhoneVault, type Jobs } from '@cars-bot/platform'
import { freePort, testDatabase, testLog, testRedis, until, type TestDatabase, type TestRedis } from '@cars-bot/platform/testkit'
import { startChild, type Child } from './system/child.js'
import { sandboxClient, type SandboxClient } from './system/sandbox-client.js'
import { sandboxSettings, serviceSettings, type SystemAddresses } from './system/settings.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const channelsTab = encodeURIComponent('Каналы для мониторинга')
const subscribersTab = encodeURIComponent('Подписчики')

let directory: string
let database: TestDatabase
let redis: TestRedis
let jobs: Jobs
let sandbox: SandboxClient
let sandboxProcess: Child
let worker: Child

beforeAll(async () => {
  ;[database, redis, directory] = await Promise.all([testDatabase(), testRedis(), mkdtemp(path.join(tmpdir(), 'cars-sheets-'))])
  jobs = createJobs(redis.redis, testLog())
  const addresses: SystemAddresses = {
    databaseUrl: database.url,
    redisUrl: redis.url,
    httpPort: await freePort(),
    mtprotoPort: await freePort(),
    webhookPort: await freePort(),
    mediaDirectory: path.join(directory, 'media'),
    googleKeyFile: path.join(directory, 'google-key.json'),
  }
  const sandboxUrl = `http://127.0.0.1:${addresses.httpPort}`
  sandboxProcess = startChild({
    name: 'sandbox',
    script: path.join(root, 'packages/sandbox/dist/main.js'),
    env: sandboxSettings(addresses, { feed: false, feedIntervalMs: 1_000, services: '', limits: false }),
  })
  await until('the sandbox answers', async () => (await fetch(`${sandboxUrl}/api/health`).catch(() => null))?.ok, 20_000)
  sandbox = sandboxClient(sandboxUrl)
  const healthPort = await freePort()
  worker = startChild({ name: 'worker', script: path.join(root, 'services/worker/dist/main.js'), env: { ...serviceSettings(addresses), HEALTH_PORT: String(healthPort) } })
  await until(`the worker is ready: ${worker.lines.at(-1) ?? ''}`, async () => (await fetch(`http://127.0.0.1:${healthPort}/ready`).catch(() => null))?.ok, 30_000)
}, 90_000)

beforeEach(async () => {
  await sandbox.send('DELETE', '/faults')
})

afterAll(async () => {
  await worker.kill('SIGTERM')
  await sandboxProcess.kill('SIGTERM')
  await jobs.close()
  await Promise.all([database.close(), redis.close(), rm(directory, { recursive: true, force: true })])
})

/** Has the worker run a job and waits until its queue is quiet. */
async function run(name: 'syncChannels' | 'syncSubscribers' | 'updateAnalytics' | 'updateChannelStatistics'): Promise<void> {
  await jobs.enqueue(name, {})
  await until(`${name} is done`, async () => {
    const { waiting, active, delayed } = (await jobs.counts()).sheets
    return waiting + active + delayed === 0
  }, 30_000)
}

async function rowOf(tab: string, header: string, value: string): Promise<Record<string, string> | undefined> {
  const [headers = [], ...rows] = await sandbox.get<string[][]>(`/sheets/${tab}`)
  const cells = rows.find((row) => row[headers.indexOf(header)] === value)
  return cells && Object.fromEntries(headers.map((name, index) => [name, cells[index] ?? '']))
}

async function addRow(tab: string, cells: Record<string, string>): Promise<void> {
  const [headers = []] = await sandbox.get<string[][]>(`/sheets/${tab}`)
  await sandbox.send('POST', `/sheets/${tab}/rows`, { values: headers.map((header) => cells[header] ?? '') })
}

async function changeRow(tab: string, value: string, cells: Record<string, string>): Promise<void> {
  const [headers = [], ...rows] = await sandbox.get<string[][]>(`/sheets/${tab}`)
  const row = rows.findIndex((line) => line.includes(value)) + 2
  for (const [header, text] of Object.entries(cells)) await sandbox.send('PUT', `/sheets/${tab}/cells`, { a1: `${String.fromCharCode(65 + headers.indexOf(header))}${row}`, value: text })
}

async function sheetCalls(): Promise<number> {
  return (await sandbox.get<{ path: string }[]>('/requests?target=sheets')).filter(({ path }) => path.includes('/spreadsheets')).length
}

test("a channel in the owner's sheet is watched, its phone typed as a number is kept as a phone, and its state comes back", async () => {
  await addRow(channelsTab, { 'Username канала': 'https://t.me/Cars_Moscow', Номер: '79000000001', Активен: 'TRUE' })
  await addRow(channelsTab, { 'Username канала': '@cars_moscow', Активен: 'TRUE' })
  await run('syncChannels')
  const channel = await database.db.channel.findFirstOrThrow()
  expect(channel).toMatchObject({ reference: '@cars_moscow', isEnabled: true })
  expect(channel.phoneCiphertext && createPhoneVault(Buffer.alloc(32, 0x5a)).decrypt(channel.phoneCiphertext)).toBe('+79000000001')
  expect(await rowOf(channelsTab, 'Username канала', 'https://t.me/Cars_Moscow')).toMatchObject({ Состояние: 'Подключаем', 'Название канала': '', 'Дата добавления': expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/) as string })
  expect(await rowOf(channelsTab, 'Username канала', '@cars_moscow')).toMatchObject({ Состояние: 'Ошибка: этот канал уже есть в строке 2' })
})

test('a sync that has nothing to say costs one request', async () => {
  await run('syncChannels')
  const before = await sheetCalls()
  await run('syncChannels')
  expect((await sheetCalls()) - before).toBe(1)
})

test('people and periods go to the sheet, names are never formulas, and the change of the owner comes back', async () => {
  const user = await database.db.user.create({ data: { telegramId: 700_000_001n, firstName: '=1+1' } })
  await run('syncSubscribers')
  expect(await rowOf(subscribersTab, 'User ID', '700000001')).toMatchObject({ Имя: '=1+1', 'Тип подписки': 'FREE', Активна: 'FALSE' })
  await changeRow(subscribersTab, '700000001', { 'Тип подписки': 'YEARLY', Активна: 'TRUE', 'Дата окончания': '31.12.2030' })
  await run('syncSubscribers')
  await run('syncSubscribers')
  const periods = await database.db.subscription.findMany({ where: { userId: user.id } })
  expect(periods).toMatchObject([{ plan: 'YEARLY', isActive: true, source: 'SHEET', endsAt: new Date('2030-12-31T20:59:59Z') }])
  expect(await rowOf(subscribersTab, 'User ID', '700000001')).toMatchObject({ 'Тип подписки': 'YEARLY', Активна: 'TRUE', Состояние: '' })
  expect(await database.db.notice.count({ where: { kind: 'SUBSCRIPTION_CHANGED' } })).toBe(1)
})

test('while Google fails nothing is lost, and the sync comes through by its own retry', async () => {
  await addRow(channelsTab, { 'Username канала': '@cars_kazan', Активен: 'TRUE' })
  await sandbox.send('POST', '/faults', { target: 'sheets', kind: 'error', status: 503, times: 1 })
  await run('syncChannels')
  expect(worker.lines.some((line) => line.includes('job failed') && line.includes('syncChannels'))).toBe(true)
  expect(await database.db.channel.count({ where: { isEnabled: true } })).toBe(2)
  expect((await rowOf(channelsTab, 'Username канала', '@cars_kazan'))?.['Состояние']).toBe('Подключаем')
}, 40_000)

test('the figures of the day are in their tab once', async () => {
  await run('updateAnalytics')
  await run('updateAnalytics')
  await run('updateChannelStatistics')
  const [, ...days] = await sandbox.get<string[][]>(`/sheets/${encodeURIComponent('Аналитика')}`)
  expect(new Set(days.map(([day]) => day)).size).toBe(days.length)
  expect(days.length).toBeGreaterThan(0)
})
