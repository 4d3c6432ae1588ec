import { createSign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/v4.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox, type Sandbox } from '../server.js'
import { keepServiceAccount } from './service-account.js'

type Key = { client_email: string; private_key: string; token_uri: string }
type Answer = { status: number; body: Record<string, unknown> }

const writeScope = 'https://www.googleapis.com/auth/spreadsheets'
let sandbox: Sandbox
let key: Key
let token = ''

beforeAll(async () => {
  sandbox = await startSandbox({ httpPort: 0, mtprotoPort: 0, feed: { isOn: false, intervalMs: 1_000 }, limits: false, logLevel: 'error' })
  key = (await (await fetch(`${sandbox.httpUrl}/google/service-account.json`)).json()) as Key
  token = await tokenFor(writeScope)
})
afterAll(() => sandbox.close())

function assertion(changes: Record<string, unknown> = {}): string {
  const now = Math.floor(Date.now() / 1_000)
  const claims = { iss: key.client_email, scope: writeScope, aud: key.token_uri, iat: now, exp: now + 3_600, ...changes }
  const unsigned = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(key.private_key, 'base64url')}`
}

async function grant(form: Record<string, string>): Promise<Answer> {
  const response = await fetch(key.token_uri, { method: 'POST', body: new URLSearchParams(form) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

async function tokenFor(scope: string): Promise<string> {
  const { body } = await grant({ grant_type: jwtBearer, assertion: assertion({ scope }) })
  return String(body['access_token'])
}

async function call(method: string, path: string, body?: unknown, options: { token?: string; id?: string } = {}): Promise<Answer> {
  const response = await fetch(`${sandbox.httpUrl}/google/v4/spreadsheets/${options.id ?? 'sandbox-spreadsheet'}${path}`, {
    method,
    headers: { authorization: `Bearer ${options.token ?? token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const range = (text: string): string => `/values/${encodeURIComponent(text)}`
const put = async (at: string, values: unknown[][], option = 'RAW') => call('PUT', `${range(at)}?valueInputOption=${option}`, { values })
const batch = async (requests: sheets_v4.Schema$Request[]) => call('POST', ':batchUpdate', { requests })
const refusal = (status: number, name: string, message: RegExp) => ({ status, body: { error: { code: status, status: name, message: expect.stringMatching(message) as unknown } } })

test('a token is given for a signed, short-lived assertion of the right account and audience only', async () => {
  expect(await grant({ grant_type: jwtBearer, assertion: assertion() })).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3_599 } })
  const now = Math.floor(Date.now() / 1_000)
  const wrong = [
    assertion({ iss: 'someone@else.example' }),
    assertion({ aud: 'https://example.org/token' }),
    assertion({ iat: now - 7_200, exp: now - 3_600 }),
    assertion({ exp: now + 7_200 }),
    `${assertion().slice(0, -6)}AAAAAA`,
    'no.jwt',
  ]
  for (const one of wrong) expect(await grant({ grant_type: jwtBearer, assertion: one })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  expect(await grant({ grant_type: 'password', assertion: assertion() })).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } })
})

test('without a token nothing is answered, with a reading scope nothing is written', async () => {
  expect(await call('GET', '', undefined, { token: 'unknown' })).toMatchObject(refusal(401, 'UNAUTHENTICATED', /authentication/))
  const reader = await tokenFor(`${writeScope}.readonly`)
  expect((await call('GET', range('Логи'), undefined, { token: reader })).status).toBe(200)
  expect(await call('PUT', `${range('Логи!A2')}?valueInputOption=RAW`, { values: [['x']] }, { token: reader })).toMatchObject(refusal(403, 'PERMISSION_DENIED', /scopes/))
})

test('an unknown spreadsheet is 404, one that was not shared 403, an unknown tab 400', async () => {
  expect(await call('GET', '', undefined, { id: 'unknown' })).toMatchObject(refusal(404, 'NOT_FOUND', /not found/))
  expect(await call('GET', '', undefined, { id: 'unshared-spreadsheet' })).toMatchObject(refusal(403, 'PERMISSION_DENIED', /permission/))
  expect(await call('GET', range("'Нет такого'!A1:B2"))).toMatchObject(refusal(400, 'INVALID_ARGUMENT', /Unable to parse range/))
})

test('the owner starts with the six tabs of the template, their headers and nothing else', async () => {
  const { body } = await call('GET', '?fields=sheets.properties(title,gridProperties/rowCount)')
  const titles = ['Каналы для мониторинга', 'Настройки фильтров', 'Подписчики', 'Аналитика', 'Очередь публикаций', 'Логи']
  expect(body).toEqual({ sheets: titles.map((title) => ({ properties: { title, gridProperties: { rowCount: 1_000 } } })) })
  const ranges = titles.map((title) => `ranges=${encodeURIComponent(`'${title}'`)}`).join('&')
  const { valueRanges } = (await call('GET', `/values:batchGet?${ranges}`)).body as sheets_v4.Schema$BatchGetValuesResponse
  expect(valueRanges?.map(({ values }) => values?.length)).toEqual([1, 1, 1, 1, 1, 1])
})

test('typed text becomes numbers, yes and no and dates as in the real sheet, so that a phone loses its plus; RAW keeps every letter', async () => {
  const typed = ['+79000000001', "'+79000000001", 'TRUE', '05.12.2026', '1,5', '900 000', '1234567890123456']
  await put('Логи!A2:G2', [typed], 'USER_ENTERED')
  await put('Логи!A3:G3', [typed])
  const read = async (options: string) => (await call('GET', `${range('Логи!A2:G3')}?${options}`)).body['values']
  expect(await read('valueRenderOption=FORMATTED_VALUE')).toEqual([['79000000001', '+79000000001', 'TRUE', '05.12.2026', '1,5', '900 000', '1,23457E+15'], typed])
  expect(await read('valueRenderOption=UNFORMATTED_VALUE')).toEqual([[79_000_000_001, '+79000000001', true, 46_361, 1.5, '900 000', 1_234_567_890_123_456], typed])
})

test('ranges may be open, by columns, or a corner; empty ends are left out; null leaves a cell as it is', async () => {
  await put("'Аналитика'!A2", [['а', '', 'в', ''], ['', '', ''], ['г']])
  await put('Аналитика!A2:C2', [[null, 'б', '']])
  expect((await call('GET', range('Аналитика!A2:C'))).body).toMatchObject({ range: "'Аналитика'!A2:C1000", values: [['а', 'б'], [], ['г']] })
  expect((await call('GET', `${range('Аналитика!A2:B4')}?majorDimension=COLUMNS`)).body['values']).toEqual([['а', '', 'г'], ['б']])
  expect((await call('GET', range('Аналитика!E2:F9'))).body).not.toHaveProperty('values')
  expect((await call('POST', `${range('Аналитика!A2:C')}:clear`)).body['clearedRange']).toBe("'Аналитика'!A2:C1000")
  expect((await call('GET', range('Аналитика!A2:C'))).body).not.toHaveProperty('values')
})

test('values outside the grid or the range are refused, and a batch with one such write changes nothing', async () => {
  expect(await put('Логи!A1001', [['x']])).toMatchObject(refusal(400, 'INVALID_ARGUMENT', /exceeds grid limits. Max rows: 1000, max columns: 26/))
  expect(await put('Логи!A5:B5', [['1', '2', '3']])).toMatchObject(refusal(400, 'INVALID_ARGUMENT', /tried writing to column \[C\]/))
  const data = [{ range: 'Логи!A9', values: [['x']] }, { range: 'Логи!AA9', values: [['y']] }]
  expect((await call('POST', '/values:batchUpdate', { valueInputOption: 'RAW', data })).status).toBe(400)
  expect((await call('GET', range('Логи!A9:B9'))).body).not.toHaveProperty('values')
  expect((await call('PUT', range('Логи!A9'), { values: [['x']] })).status).toBe(400)
})

test('appended rows come after the last one and the answer says where', async () => {
  await put('Подписчики!A2:B2', [['1', 'а']])
  const { body } = await call('POST', `${range("'Подписчики'!A1")}:append?valueInputOption=RAW&insertDataOption=INSERT_ROWS`, { values: [['2', 'б'], ['3']] })
  expect(body).toMatchObject({ tableRange: "'Подписчики'!A1:I2", updates: { updatedRange: "'Подписчики'!A3:B4", updatedCells: 3 } })
})

test('structure changes are made all or none, and an unknown request is refused', async () => {
  const before = (await call('GET', '')).body
  const refused = await batch([{ addSheet: { properties: { title: 'Временный' } } }, { addSheet: { properties: { title: 'логи' } } }])
  expect(refused).toMatchObject(refusal(400, 'INVALID_ARGUMENT', /Invalid requests\[1\].addSheet: A sheet with the name "логи" already exists/))
  expect((await call('GET', '')).body).toEqual(before)
  expect(await call('POST', ':batchUpdate', { requests: [{ paintItBlack: {} }] })).toMatchObject(refusal(400, 'INVALID_ARGUMENT', /Unknown name "paintItBlack"/))
  expect(await call('POST', ':batchUpdate', { requests: [] })).toMatchObject(refusal(400, 'INVALID_ARGUMENT', /at least one request/))
  expect(await batch([{ updateSheetProperties: { properties: { sheetId: 0, title: 'x' } } }])).toMatchObject(refusal(400, 'INVALID_ARGUMENT', /At least one field must be listed/))
})

test('rows and columns can be added and deleted, cells moving along', async () => {
  await batch([{ addSheet: { properties: { sheetId: 77, title: 'Сетка', gridProperties: { rowCount: 5, columnCount: 3 } } } }])
  await put('Сетка!A1:C3', [['1', '2', '3'], ['4', '5', '6'], ['7', '8', '9']])
  await batch([
    { deleteDimension: { range: { sheetId: 77, dimension: 'ROWS', startIndex: 1, endIndex: 2 } } },
    { insertDimension: { range: { sheetId: 77, dimension: 'COLUMNS', startIndex: 1, endIndex: 2 } } },
    { appendDimension: { sheetId: 77, dimension: 'ROWS', length: 10 } },
    { appendCells: { sheetId: 77, rows: [{ values: [{ userEnteredValue: { stringValue: 'конец' } }] }], fields: 'userEnteredValue' } },
    { updateSheetProperties: { properties: { sheetId: 77, gridProperties: { frozenRowCount: 1 } }, fields: 'gridProperties.frozenRowCount' } },
  ])
  expect((await call('GET', range('Сетка'))).body['values']).toEqual([['1', '', '2', '3'], ['7', '', '8', '9'], ['конец']])
  const { sheets } = (await call('GET', '')).body as sheets_v4.Schema$Spreadsheet
  expect(sheets?.at(-1)?.properties?.gridProperties).toEqual({ rowCount: 14, columnCount: 4, frozenRowCount: 1 })
})

test('the 61st reading within a minute is refused while writing goes on, when limits are on', async () => {
  sandbox.context.config.limits = true
  const statuses = await Promise.all(Array.from({ length: 61 }, async () => (await call('GET', range('Логи!A1'))).status))
  const written = await put('Логи!A20', [['x']])
  sandbox.context.config.limits = false
  expect(statuses.filter((status) => status === 200)).toHaveLength(60)
  expect(statuses.filter((status) => status === 429)).toHaveLength(1)
  expect(written.status).toBe(200)
})

test('a key file outlives the process and follows its address; a file that is no key of the sandbox is left alone', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'cars-key-'))
  try {
    const file = path.join(directory, 'new', 'key.json')
    const first = keepServiceAccount(file, 'http://127.0.0.1:1')
    const second = keepServiceAccount(file, 'http://sandbox:8090')
    expect(second).toEqual({ ...first, token_uri: 'http://sandbox:8090/google/token' })
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(second)
    for (const text of [JSON.stringify({ ...first, client_email: 'real@project.example' }), 'not json']) {
      writeFileSync(file, text)
      expect(() => keepServiceAccount(file, 'http://sandbox:8090')).toThrow(/key\.json holds no service account key of the sandbox/)
      expect(readFileSync(file, 'utf8')).toBe(text)
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
})
