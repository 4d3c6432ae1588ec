import { createRequire } from 'node:module'
import bigInt from 'big-integer'
import { Api, helpers, type TelegramClient } from 'telegram'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Faults } from '../faults.js'
import { Requests } from '../requests.js'
import { TelegramWorld } from '../telegram/world.js'
import { startMtprotoServer, type MtprotoServer } from './server.js'
import { sandboxAccount, sandboxSession } from './session.js'
import { sandboxClient } from './test-client.js'

const log = { info() {}, warn() {}, error() {}, debug() {} }
const credentials = { apiId: 1, apiHash: 'sandbox' }
let server: MtprotoServer
let clients: TelegramClient[]

beforeEach(async () => {
  clients = []
  const context = { world: new TelegramWorld(), faults: new Faults(), requests: new Requests(), log }
  server = await startMtprotoServer(context, { host: '127.0.0.1', port: 0 })
  trustServer(server)
})

afterEach(async () => {
  for (const client of clients) await client.destroy()
  await server.close()
})

/** GramJS takes the keys of Telegram's servers from this map of its own, which no option reaches. */
function trustServer({ publicKey }: MtprotoServer): void {
  const rsa: typeof import('telegram/crypto/RSA.js') = createRequire(import.meta.url)('telegram/crypto/RSA.js')
  rsa._serverKeys.set(publicKey.fingerprint, { n: bigInt(publicKey.n), e: publicKey.e })
}

async function connected(session: string): Promise<TelegramClient> {
  const client = sandboxClient(server.port, session)
  clients.push(client)
  await client.connect()
  return client
}

test('a new client makes a key, signs in by code and password, and its saved session is logged in', async () => {
  const account = sandboxAccount(3)
  server.setPassword(3, 'sandbox')
  const client = await connected('')
  await expect(client.invoke(new Api.updates.GetState())).rejects.toMatchObject({ code: 401, errorMessage: 'AUTH_KEY_UNREGISTERED' })
  const given = { codes: ['00000', '12345'], passwords: ['wrong', 'sandbox'] }
  const refusals: string[] = []
  await client.signInUser(credentials, {
    phoneNumber: `+${account.phone}`,
    phoneCode: async () => given.codes.shift() ?? '',
    password: async () => given.passwords.shift() ?? '',
    onError: async (error) => {
      refusals.push('errorMessage' in error ? String(error.errorMessage) : error.message)
      return false
    },
  })
  expect(refusals).toEqual(['PHONE_CODE_INVALID', 'PASSWORD_HASH_INVALID'])
  expect((await client.getMe()).id.toString()).toBe(String(account.userId))
  const saved = String(client.session.save())
  await client.destroy()
  const later = await connected(saved)
  expect((await later.getMe()).phone).toBe(account.phone)
})

test('a client that drops the leading zero byte of a key is refused that key and makes another one', async () => {
  const getByteArray = helpers.getByteArray
  let dropped = 0
  const drop = vi.spyOn(helpers, 'getByteArray').mockImplementation((value, ...signed) => {
    const bytes = getByteArray(value, ...signed)
    const isAuthKey = signed.length === 0 && bytes.length >= 255
    if (!isAuthKey || dropped > 0) return bytes
    dropped += 1
    return bytes.subarray(1)
  })
  try {
    const client = await connected('')
    expect(dropped).toBe(1)
    expect(client.session.getAuthKey()?.getKey()).toHaveLength(256)
    await expect(client.invoke(new Api.updates.GetState())).rejects.toMatchObject({ errorMessage: 'AUTH_KEY_UNREGISTERED' })
  } finally {
    drop.mockRestore()
  }
})

test('a connection to another data centre makes its own key and borrows the login', async () => {
  const client = await connected(sandboxSession())
  const sender = await client.getSender(4)
  const [user] = await client.invokeWithSender(new Api.users.GetUsers({ id: [new Api.InputUserSelf()] }), sender)
  expect(user?.id.toString()).toBe(String(sandboxAccount().userId))
  expect(new Set(server.connections().map((one) => one.sessionKeyId)).size).toBe(2)
})

test('a scanned login token lets the device in that showed it', async () => {
  const client = await connected('')
  const ask = () => client.invoke(new Api.auth.ExportLoginToken({ ...credentials, exceptIds: [] }))
  const shown = await ask()
  if (!(shown instanceof Api.auth.LoginToken)) throw new Error('no token was shown')
  expect(await ask()).toBeInstanceOf(Api.auth.LoginToken)
  server.acceptLoginToken(shown.token, 2)
  expect(await ask()).toBeInstanceOf(Api.auth.LoginTokenSuccess)
  expect((await client.getMe()).id.toString()).toBe(String(sandboxAccount(2).userId))
})

test('a logged out session is refused from then on', async () => {
  const client = await connected(sandboxSession())
  await client.invoke(new Api.auth.LogOut())
  await expect(client.invoke(new Api.updates.GetState())).rejects.toMatchObject({ code: 401, errorMessage: 'AUTH_KEY_UNREGISTERED' })
})
