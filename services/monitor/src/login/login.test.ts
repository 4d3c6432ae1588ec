import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { checkSession, describeSession } from '@cars-bot/adapters/mtproto'
import { testDatabase, testLog } from '@cars-bot/platform/testkit'
import { Faults, Requests, sandboxAccount, sandboxSession, startMtprotoServer, TelegramWorld, type MtprotoServer } from '@cars-bot/sandbox'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startLogin, type LoginProcess } from './test-login-process.js'
import { startPasswordProxy } from './test-password-proxy.js'
import { readCode } from './test-read-code.js'

const password = 'очень тайный пароль'

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

let server: MtprotoServer
let faults: Faults
let requests: Requests

beforeEach(async () => {
  faults = new Faults()
  requests = new Requests()
  server = await startMtprotoServer({ world: new TelegramWorld(), faults, requests, log: testLog() }, { host: '127.0.0.1', port: 0 })
})

afterEach(async () => {
  await server.close()
})

async function sessionShown(login: LoginProcess): Promise<string> {
  const output = await login.until('TELEGRAM_SESSIONS=1')
  await login.ended
  return /TELEGRAM_SESSIONS=(1\S+)/.exec(login.seen().slice(output.lastIndexOf('TELEGRAM_SESSIONS=')))?.[1] ?? ''
}

/** Whose the session is, asked over a connection of its own. */
async function ownerOf(session: string): Promise<bigint> {
  const { telegramId } = await checkSession({ apiId: 1, apiHash: '0'.repeat(32), proxy: `socks5://127.0.0.1:${server.port}`, session })
  return telegramId
}

test('a phone, a code and a password, each wrong at first, end in a session string that works', async () => {
  server.setPassword(3, password)
  const login = startLogin({ server })
  for (const phone of ['+12', '+79000009999', `+${sandboxAccount(3).phone}`]) {
    await login.until('Номер телефона')
    login.answer(phone)
    if (phone === '+79000009999') {
      await login.until('Код пришёл в Telegram')
      login.answer('12345')
    }
  }
  await login.until('Код пришёл в Telegram')
  login.answer('')
  await login.until('Код пришёл по СМС')
  login.answer('00000')
  await login.until('код не подошёл')
  await login.until('Код пришёл по СМС')
  login.answer('12345')
  await login.until('Пароль двухэтапной проверки')
  login.answer('не тот')
  await login.until('пароль не подошёл')
  await login.until('Пароль двухэтапной проверки')
  login.answer(password)
  const session = await sessionShown(login)
  expect(await login.ended).toBe(0)
  expect(login.seen()).toContain('номер записан с ошибкой')
  expect(login.seen()).toContain('у этого номера нет аккаунта Telegram')
  expect(login.seen()).not.toContain(password)
  await expect.poll(() => server.connections()).toEqual([])
  expect(await ownerOf(session)).toBe(BigInt(sandboxAccount(3).userId))
})

test('an account of another data centre logs in there', async () => {
  faults.add({ target: 'mtproto', kind: 'error', rpcError: 'PHONE_MIGRATE_4', method: 'auth.sendCode', times: 1 })
  const login = startLogin({ server })
  await login.until('Номер телефона')
  login.answer(`+${sandboxAccount(5).phone}`)
  await login.until('Код пришёл в Telegram')
  login.answer('12345')
  const session = await sessionShown(login)
  expect(Buffer.from(session.slice(1), 'base64')[0]).toBe(4)
  expect(await ownerOf(session)).toBe(BigInt(sandboxAccount(5).userId))
})

test('a QR code drawn in the terminal can be read, is renewed when it expires, and logs in once it is accepted', async () => {
  server.setPassword(2, password)
  server.setLoginTokenLife(1_500)
  const login = startLogin({ server, env: { QR: '1' } })
  const first = readCode(await login.until('Отказаться: Ctrl-C'))
  const second = readCode(await login.until('Отказаться: Ctrl-C'))
  expect(first).toMatch(/^tg:\/\/login\?token=[\w-]{32}$/)
  expect(second).not.toBe(first)
  server.acceptLoginToken(tokenOf(second), 2)
  await login.until('Пароль двухэтапной проверки')
  login.answer(password)
  const session = await sessionShown(login)
  expect(await ownerOf(session)).toBe(BigInt(sandboxAccount(2).userId))
})

test('an accepted QR code is noticed at once, and leads to the data centre of the account', async () => {
  const login = startLogin({ server })
  await login.until('Номер телефона')
  login.answer('')
  const shown = readCode(await login.until('Отказаться: Ctrl-C'))
  const acceptedAt = Date.now()
  server.acceptLoginToken(tokenOf(shown), 15)
  const session = await sessionShown(login)
  // The token would have been good for 30 s.
  expect(Date.now() - acceptedAt).toBeLessThan(10_000)
  expect(Buffer.from(session.slice(1), 'base64')[0]).toBe(4)
  expect(await ownerOf(session)).toBe(BigInt(sandboxAccount(15).userId))
})

test('a flood wait is told in words and ends the command', async () => {
  faults.add({ target: 'mtproto', kind: 'error', rpcError: 'FLOOD_WAIT_5025', method: 'auth.sendCode', times: 1 })
  const login = startLogin({ server })
  await login.until('Номер телефона')
  login.answer(`+${sandboxAccount(3).phone}`)
  await login.until('подождать 1 ч 23 мин 45 с')
  expect(await login.ended).toBe(1)
})

test('an input that ends and Ctrl-C both end the command with a sentence', async () => {
  const deserted = startLogin({ server })
  deserted.endInput()
  await deserted.until('Ввод закончился')
  expect(await deserted.ended).toBe(1)
  const interrupted = startLogin({ server })
  await interrupted.until('Номер телефона')
  interrupted.interrupt()
  await interrupted.until('Прервано')
  expect(await interrupted.ended).toBe(130)
})

test('on a terminal the password is not echoed, what is not secret is, and Ctrl-C ends the command', async () => {
  server.setPassword(3, password)
  const login = startLogin({ server, isOnTerminal: true })
  await login.until('Номер телефона')
  login.answer(`+${sandboxAccount(3).phone}`)
  await login.until('Код пришёл в Telegram')
  login.answer('12345')
  await login.until('Пароль двухэтапной проверки')
  login.answer(password)
  await sessionShown(login)
  expect(login.seen()).toContain(sandboxAccount(3).phone)
  expect(login.seen()).not.toContain(password)
  const interrupted = startLogin({ server, isOnTerminal: true })
  await interrupted.until('Номер телефона')
  interrupted.interrupt()
  await interrupted.until('Прервано')
  expect(await interrupted.ended).toBe(130)
})

test('a GramJS string and a Telethon string of one session are told to be the same account, and the Telethon one is printed as GramJS', async () => {
  const own = startLogin({ server, env: { CHECK: '1' } })
  await own.until('Остановите monitor')
  await own.until('Строка сессии')
  own.answer(sandboxSession(4))
  await own.until(`Сессия работает: Читатель 4, id ${sandboxAccount(4).userId}`)
  expect(await own.ended).toBe(0)
  expect(own.seen()).not.toContain(sandboxSession(4))
  const telethon = startLogin({ server, env: { CHECK: '1' } })
  telethon.answer(telethonString(sandboxSession(4)))
  await telethon.until(`id ${sandboxAccount(4).userId}`)
  expect(await sessionShown(telethon)).toBe(sandboxSession(4))
})

test('a string that is no session, and a session that is over, are told in words', async () => {
  const garbage = startLogin({ server, env: { CHECK: '1' } })
  garbage.answer('1AgAJMTI3LjAuMC4xAbs')
  await garbage.until('Это не строка сессии')
  expect(await garbage.ended).toBe(1)
  expect(garbage.seen()).not.toContain('1AgAJMTI3')
  faults.add({ target: 'mtproto', kind: 'error', rpcError: 'SESSION_REVOKED', times: 1 })
  const revoked = startLogin({ server, env: { CHECK: '1' } })
  revoked.answer(sandboxSession(4))
  await revoked.until('сессия завершена в настройках аккаунта')
  expect(await revoked.ended).toBe(1)
})

test('a session that a monitor holds is not touched', async () => {
  const database = await testDatabase()
  try {
    const { sessionKeyId } = await describeSession(sandboxSession(4))
    await database.db.lease.create({ data: { name: `session:${sessionKeyId}`, holder: 'monitor', renewedAt: new Date(), expiresAt: new Date(Date.now() + 60_000) } })
    const held = startLogin({ server, env: { CHECK: '1', DATABASE_URL: database.url } })
    held.answer(sandboxSession(4))
    await held.until('Эту сессию сейчас держит monitor')
    expect(await held.ended).toBe(1)
    expect(server.connectionsOpened()).toBe(0)
    await database.db.lease.updateMany({ data: { expiresAt: new Date(Date.now() - 1_000) } })
    const free = startLogin({ server, env: { CHECK: '1', DATABASE_URL: database.url } })
    free.answer(sandboxSession(4))
    await free.until('Сессия работает')
  } finally {
    await database.close()
  }
})

test('with a sessions file the session is written there, in place of the earlier one of the same account', async () => {
  const [database, directory] = await Promise.all([testDatabase(), mkdtemp(path.join(tmpdir(), 'cars-sessions-'))])
  try {
    const file = path.join(directory, 'sessions')
    const earlier = await describeSession(sandboxSession(3))
    await database.db.readingAccount.create({ data: { sessionKeyId: earlier.sessionKeyId, telegramId: BigInt(sandboxAccount(3).userId), status: 'PARKED' } })
    await writeFile(file, `# reading accounts\n${sandboxSession(3)}\n${sandboxSession(4)}\n`, { mode: 0o640 })
    const login = startLogin({ server, env: { TELEGRAM_SESSIONS_FILE: file, DATABASE_URL: database.url } })
    for (const answer of [`+${sandboxAccount(3).phone}`, '12345', 'д']) login.answer(answer)
    await login.until('Записано')
    expect(await login.ended).toBe(0)
    const [comment, other, own = '', end] = (await readFile(file, 'utf8')).split('\n')
    expect([comment, other, end]).toEqual(['# reading accounts', sandboxSession(4), ''])
    expect(await ownerOf(own)).toBe(BigInt(sandboxAccount(3).userId))
    expect(login.seen()).not.toContain(own)
    expect((await stat(file)).mode & 0o777).toBe(0o640)
  } finally {
    await Promise.all([database.close(), rm(directory, { recursive: true })])
  }
})

test('a proxy that wants a user and a password is given both', async () => {
  const proxy = await startPasswordProxy(server.port, { user: 'user@host', password: 'p:w/1' })
  try {
    const login = startLogin({ server, proxy: `socks5://user%40host:p%3Aw%2F1@127.0.0.1:${proxy.port}` })
    for (const answer of [`+${sandboxAccount(3).phone}`, '12345']) login.answer(answer)
    const session = await sessionShown(login)
    expect(await ownerOf(session)).toBe(BigInt(sandboxAccount(3).userId))
    expect(proxy.logins).toEqual(['user@host:p:w/1'])
  } finally {
    await proxy.close()
  }
})

function tokenOf(url: string): Buffer {
  return Buffer.from(new URL(url).searchParams.get('token') ?? '', 'base64url')
}

/** Telethon's StringSession: version, then data centre, IPv4 address, port and key as urlsafe base64 (telethon/sessions/string.py). */
function telethonString(session: string): string {
  const bytes = Buffer.from(session.slice(1), 'base64')
  const text = Buffer.concat([bytes.subarray(0, 1), Buffer.from([127, 0, 0, 1, 443 >> 8, 443 & 255]), bytes.subarray(-256)]).toString('base64')
  return `1${text.replaceAll('+', '-').replaceAll('/', '_')}`
}
