import { createRequire } from 'node:module'
import { Faults, Requests, sandboxAccount, startMtprotoServer, TelegramWorld, type MtprotoServer } from '@cars-bot/sandbox'
import bigInt from 'big-integer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { logIn, openUserSession } from './index.js'

const log = { info() {}, warn() {}, error() {}, debug() {} }
let server: MtprotoServer

beforeEach(async () => {
  server = await startMtprotoServer({ world: new TelegramWorld(), faults: new Faults(), requests: new Requests(), log }, { host: '127.0.0.1', port: 0 })
  // GramJS takes the keys of Telegram's servers from this map of its own, which no option reaches.
  const rsa: typeof import('telegram/crypto/RSA.js') = createRequire(import.meta.url)('telegram/crypto/RSA.js')
  rsa._serverKeys.set(server.publicKey.fingerprint, { n: bigInt(server.publicKey.n), e: server.publicKey.e })
})

afterEach(async () => {
  await server.close()
})

test('a login with a wrong code and a wrong password first ends in a session string that works', async () => {
  const person = sandboxAccount(3)
  server.setPassword(3, 'sandbox')
  const connection = { apiId: 1, apiHash: 'sandbox', proxy: `socks5://127.0.0.1:${server.port}` }
  const answers = { codes: ['00000', '12345'], passwords: ['wrong', 'sandbox'] }
  const faults: string[] = []
  const { session, account } = await logIn(connection, {
    phone: async () => `+${person.phone}`,
    code: async () => answers.codes.shift() ?? '',
    password: async () => answers.passwords.shift() ?? '',
    showToken() {},
    onFault: (message) => faults.push(message),
  })
  expect(faults).toEqual(['PHONE_CODE_INVALID', 'PASSWORD_HASH_INVALID'])
  expect(account.telegramId).toBe(BigInt(person.userId))
  await expect.poll(() => server.connections()).toEqual([])
  const nothing = (): void => {}
  const opened = await openUserSession({ ...connection, session, log, onUpdate: nothing, onConnectionChange: nothing, onLost: nothing })
  expect(await opened.connect()).toMatchObject({ telegramId: BigInt(person.userId), firstName: person.firstName })
  await opened.close()
})
