import { Faults, Requests, sandboxAccount, sandboxSession, startMtprotoServer, TelegramWorld } from '@cars-bot/sandbox'
import { Api } from 'telegram'
import { Raw } from 'telegram/events/index.js'
import { StringSession } from 'telegram/sessions/index.js'
import { expect, test } from 'vitest'
import { openGramClient } from './gram-client.js'

test('updates leave nothing behind in the session, however many come', async () => {
  const world = new TelegramWorld()
  const log = { info() {}, warn() {}, error() {}, debug() {} }
  const server = await startMtprotoServer({ world, faults: new Faults(), requests: new Requests(), log }, { host: '127.0.0.1', port: 0 })
  const session = new StringSession(sandboxSession())
  const gram = openGramClient(session, { apiId: 1, apiHash: 'sandbox', proxy: `socks5://127.0.0.1:${server.port}` })
  const channel = world.addChannel({ title: 'Авто', username: 'cars_many' })
  channel.members.add(sandboxAccount().userId)
  let seen = 0
  try {
    await gram.client.connect()
    await gram.client.getMe()
    gram.client.addEventHandler(() => void (seen += 1), new Raw({ types: [Api.UpdateNewChannelMessage] }))
    await gram.client.invoke(new Api.updates.GetState())
    for (let n = 0; n < 200; n++) world.post(channel, { from: 'channel', text: `Объявление ${n}` })
    await expect.poll(() => seen, { timeout: 10_000 }).toBe(200)
    expect(Reflect.get(session, '_entities')).toHaveProperty('size', 0)
  } finally {
    await gram.close()
    await server.close()
  }
})
