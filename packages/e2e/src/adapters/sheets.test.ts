import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { PermanentError, RateLimitedError } from '@cars-bot/adapters/errors'
import { createSheetsClient, readServiceAccount, type ServiceAccountKey, type Sheets } from '@cars-bot/adapters/sheets'
import { startSandbox, type Sandbox } from '@cars-bot/sandbox'

let sandbox: Sandbox
let directory = ''
let key: ServiceAccountKey

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'cars-sheets-'))
  const googleKeyFile = path.join(directory, 'keys', 'service-account.json')
  sandbox = await startSandbox({ httpPort: 0, mtprotoPort: 0, feed: { isOn: false, intervalMs: 1_000 }, limits: false, logLevel: 'error', googleKeyFile })
  key = await readServiceAccount(googleKeyFile)
})
beforeEach(() => sandbox.context.faults.clear())
afterAll(async () => {
  await sandbox.close()
  await rm(directory, { recursive: true })
})

function client(options: { spreadsheetId?: string; serviceAccount?: ServiceAccountKey; timeoutMs?: number } = {}): Sheets {
  return createSheetsClient({ baseUrl: `${sandbox.httpUrl}/google/`, serviceAccount: key, spreadsheetId: 'sandbox-spreadsheet', timeoutMs: 5_000, ...options })
}

/** What the owner sees and types, through the sandbox's control interface. */
async function ownerSees(title: string): Promise<string[][]> {
  return (await (await fetch(`${sandbox.httpUrl}/api/sheets/${encodeURIComponent(title)}`)).json()) as string[][]
}

async function ownerTypes(title: string, a1: string, value: string): Promise<void> {
  const response = await fetch(`${sandbox.httpUrl}/api/sheets/${encodeURIComponent(title)}/cells`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ a1, value }),
  })
  expect(response.status).toBe(200)
}

test('what is written is read back to the letter: phones, ids, dates and what looks like a formula', async () => {
  const sheets = client()
  const row = ['9007199254740993', '@anna', "О'Нил", '+79000000001', 'TRUE', '=1+1', '2026-12-05 14:05:00', '007']
  await sheets.appendRows('Подписчики', [row])
  await sheets.writeCells([{ title: 'Подписчики', row: 2, column: 8, value: '12' }])
  const tabs = await sheets.readSheets(['Логи', 'Подписчики'])
  expect(tabs.get('Подписчики')?.[1]).toEqual([...row, '12'])
  expect(tabs.get('Логи')).toEqual([['Время', 'Тип', 'Сообщение', 'Компонент']])
})

test('what the owner types is read as the owner sees it', async () => {
  await ownerTypes('Каналы для мониторинга', 'B2', '@demo_cars')
  await ownerTypes('Каналы для мониторинга', 'D2', '+79000000002')
  await ownerTypes('Каналы для мониторинга', 'E2', "'+79000000002")
  await ownerTypes('Каналы для мониторинга', 'F2', 'true')
  await ownerTypes('Каналы для мониторинга', 'G2', '05.12.2026')
  const rows = (await client().readSheets(['Каналы для мониторинга'])).get('Каналы для мониторинга')
  expect(rows?.[1]).toEqual(['', '@demo_cars', '', '79000000002', '+79000000002', 'TRUE', '05.12.2026'])
})

test('rows are added below everything on the tab, whatever gaps and notes the owner left', async () => {
  await ownerTypes('Логи', 'A4', 'строка после пропуска')
  await ownerTypes('Логи', 'H6', 'заметка сбоку')
  await client().appendRows('Логи', [['2026-12-01 10:00:00', 'INFO'], ['2026-12-01 10:01:00', 'ERROR']])
  const rows = await ownerSees('Логи')
  expect(rows.slice(1, 6)).toEqual([[], [], ['строка после пропуска'], [], ['', '', '', '', '', '', '', 'заметка сбоку']])
  expect(rows.slice(6)).toEqual([['2026-12-01 10:00:00', 'INFO'], ['2026-12-01 10:01:00', 'ERROR']])
})

test('a full tab grows for a new row', async () => {
  await ownerTypes('Очередь публикаций', 'A1000', 'последняя строка')
  await client().appendRows('Очередь публикаций', [['ещё одна']])
  expect((await ownerSees('Очередь публикаций'))[1_000]).toEqual(['ещё одна'])
})

test('a missing tab is made with headers, and asking again changes nothing', async () => {
  const sheets = client()
  const definitions = [{ title: "Новый лист 'А'", headers: ['Дата', 'Тип'], choices: { Тип: ['FREE', 'MONTHLY'] } }, { title: 'Ещё', headers: ['Б'] }]
  await sheets.ensureSheets(definitions)
  await sheets.appendRows("Новый лист 'А'", [['сегодня', 'FREE']])
  await sheets.ensureSheets(definitions)
  expect(await ownerSees("Новый лист 'А'")).toEqual([['Дата', 'Тип'], ['сегодня', 'FREE']])
  expect(await ownerSees('Ещё')).toEqual([['Б']])
})

test('a header the owner renamed is not made a second time', async () => {
  await ownerTypes('Настройки фильтров', 'B1', 'Моё значение')
  await client().ensureSheets([{ title: 'Настройки фильтров', headers: ['Параметр', 'Значение'] }])
  expect(await ownerSees('Настройки фильтров')).toEqual([['Параметр', 'Моё значение']])
})

test('cells are written all or none', async () => {
  const before = await ownerSees('Аналитика')
  const cells = [{ title: 'Аналитика', row: 2, column: 0, value: 'сегодня' }, { title: 'Аналитика', row: 2, column: 26, value: 'за краем' }]
  await expect(client().writeCells(cells)).rejects.toThrow('exceeds grid limits')
  expect(await ownerSees('Аналитика')).toEqual(before)
})

test('a spreadsheet that is unknown or not shared is refused for good, a tab that is gone is worth another try', async () => {
  await expect(client({ spreadsheetId: 'unknown' }).readSheets(['Логи'])).rejects.toBeInstanceOf(PermanentError)
  await expect(client({ spreadsheetId: 'unshared-spreadsheet' }).readSheets(['Логи'])).rejects.toThrow('does not have permission')
  await expect(client().readSheets(['Нет такого'])).rejects.not.toBeInstanceOf(PermanentError)
  await expect(client().appendRows('Нет такого', [['x']])).rejects.not.toBeInstanceOf(PermanentError)
})

test("another account's key is refused for good, and the error holds nothing of the key", async () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const failure = await client({ serviceAccount: { ...key, private_key: other } }).readSheets(['Логи']).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(PermanentError)
  expect(String(failure)).toContain('Invalid JWT Signature')
  expect(String(failure)).not.toContain('PRIVATE KEY')
})

test('429 says to wait, 500 is worth a retry, and neither is repeated behind the back of the queue', async () => {
  const sheets = client()
  const count = (): number => sandbox.context.requests.of('sheets').filter((request) => request.path.includes('batchGet')).length
  await sheets.readSheets(['Аналитика'])
  const before = count()
  sandbox.context.faults.add({ target: 'sheets', kind: 'error', status: 429, method: 'batchGet', times: 1 })
  await expect(sheets.readSheets(['Аналитика'])).rejects.toBeInstanceOf(RateLimitedError)
  sandbox.context.faults.add({ target: 'sheets', kind: 'error', status: 500, method: 'batchGet', times: 1 })
  const failure = await sheets.readSheets(['Аналитика']).catch((error: unknown) => error)
  expect(failure).not.toBeInstanceOf(PermanentError)
  expect(failure).not.toBeInstanceOf(RateLimitedError)
  expect(count() - before).toBe(2)
})

test('a server that never answers is given up after the timeout, and the next call works', async () => {
  const sheets = client({ timeoutMs: 300 })
  for (const method of ['token', 'batchGet']) {
    sandbox.context.faults.add({ target: 'sheets', kind: 'hang', method, times: 1 })
    await expect(sheets.readSheets(['Аналитика'])).rejects.not.toBeInstanceOf(PermanentError)
  }
  expect((await sheets.readSheets(['Аналитика'])).get('Аналитика')).toHaveLength(1)
})

test('one token serves many calls, and a refused one is renewed at the next call', async () => {
  const sheets = client()
  const tokens = (): number => sandbox.context.requests.of('sheets').filter((request) => request.path.endsWith('/token')).length
  const before = tokens()
  await Promise.all([sheets.readSheets(['Логи']), sheets.readSheets(['Логи']), sheets.readSheets(['Логи'])])
  expect(tokens() - before).toBe(1)
  sandbox.context.faults.add({ target: 'sheets', kind: 'error', status: 401, method: 'batchGet', times: 1 })
  await expect(sheets.readSheets(['Логи'])).rejects.not.toBeInstanceOf(PermanentError)
  await sheets.readSheets(['Логи'])
  expect(tokens() - before).toBe(2)
})

test('a file that is no key stops the start with its name and without its content', async () => {
  const file = path.join(directory, 'broken.json')
  await writeFile(file, JSON.stringify({ client_email: 'a@b.example', private_key: 'secret-words' }))
  await expect(readServiceAccount(file)).rejects.toThrow(/GOOGLE_SERVICE_ACCOUNT_FILE: .*broken\.json/)
  await expect(readServiceAccount(file)).rejects.not.toThrow('secret-words')
  await expect(readServiceAccount(path.join(directory, 'absent.json'))).rejects.toThrow('absent.json')
})
