import { expect, test } from 'vitest'
import type { AuthKey } from './auth-keys.js'
import type { ClientConnection } from './connection.js'
import { createMainConnections, type MainConnections } from './main-connections.js'

const probeMs = 20

function aKey(): AuthKey {
  return { id: 'a', secret: Buffer.alloc(256), account: 0, userId: 1, passwordOwedBy: null, dcId: 2, isDuplicated: false }
}

/** A client that answers a probe, or one that is paused or cut off and does not. */
function aConnection(mains: MainConnections, key: AuthKey, sessionId: bigint, isAlive: boolean): ClientConnection {
  const connection: ClientConnection = {
    key,
    sessionId: () => sessionId,
    isMain: true,
    receivesUpdates: true,
    sendUpdates() {},
    sendResult() {},
    freeze() {},
    probe: () => isAlive && setImmediate(() => mains.heard(connection)),
    close() {},
  }
  return connection
}

test('a second live client kills the key', async () => {
  const mains = createMainConnections(probeMs)
  const key = aKey()
  await mains.claim(aConnection(mains, key, 1n, true))
  await mains.claim(aConnection(mains, key, 2n, true))
  expect(key.isDuplicated).toBe(true)
  expect(mains.maximum.get(key.id)).toBe(2)
})

test('the open socket of a client that no longer lives is no second client', async () => {
  const mains = createMainConnections(probeMs)
  const key = aKey()
  await mains.claim(aConnection(mains, key, 1n, false))
  await mains.claim(aConnection(mains, key, 2n, true))
  expect(key.isDuplicated).toBe(false)
  expect(mains.maximum.get(key.id)).toBe(1)
})

test('a paused client that makes a request after another took over kills the key', async () => {
  const mains = createMainConnections(probeMs)
  const key = aKey()
  const paused = aConnection(mains, key, 1n, false)
  await mains.claim(paused)
  await mains.claim(aConnection(mains, key, 2n, true))
  await mains.claim(paused)
  expect(key.isDuplicated).toBe(true)
})

test('two clients that come at the same moment kill the key', async () => {
  const mains = createMainConnections(probeMs)
  const key = aKey()
  await Promise.all([1n, 2n].map((sessionId) => mains.claim(aConnection(mains, key, sessionId, true))))
  expect(key.isDuplicated).toBe(true)
})

test('a closed connection leaves the key to the next client', async () => {
  const mains = createMainConnections(probeMs)
  const key = aKey()
  const first = aConnection(mains, key, 1n, true)
  await mains.claim(first)
  mains.closed(first)
  await mains.claim(aConnection(mains, key, 2n, true))
  expect(key.isDuplicated).toBe(false)
})
