import { randomBytes } from 'node:crypto'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { Api } from 'telegram'
import type { Faults } from '../faults.js'
import type { ChannelEvent, WorldChannel } from '../telegram/world.js'
import { createAuthKeys } from './auth-keys.js'
import { serveConnection, type ClientConnection, type ConnectionOptions } from './connection.js'
import { createFileReferences } from './file-references.js'
import { acceptLoginToken } from './login-methods.js'
import { createLogins } from './logins.js'
import { createMainConnections } from './main-connections.js'
import { pushChannelChange, pushChannelEvent } from './push.js'
import { answerRequest } from './rpc-router.js'
import { generateServerKey, type ServerPublicKey } from './server-key.js'
import type { MtprotoContext, ServerState } from './server-state.js'
import { sandboxAccount, sessionString } from './session.js'

export type MtprotoServer = {
  port: number
  /** Every open connection that showed an auth key, downloads included. */
  connections(): { sessionKeyId: string }[]
  /** How many connections were opened since the start. */
  connectionsOpened(): number
  /** How many live main connections a key ever had at once, by key id: 1 is right, 2 killed the key. */
  maxConnectionsPerKey(): Map<string, number>
  /** For a client that shall make a key exchange: `_serverKeys.set(fingerprint, { n, e })` in GramJS. */
  publicKey: ServerPublicKey
  /** Makes an account's session usable again after AUTH_KEY_DUPLICATED or a logout. */
  revive(account: number): void
  /** A further session string of an account, with a key of its own, as a new login gives one. */
  newSession(account: number): string
  /** Turns the two-step password of an account on, or off with null. */
  setPassword(account: number, password: string | null): void
  /** Scans the QR code that holds this token, as the owner of the account would. Throws AUTH_TOKEN_EXPIRED for a stale one. */
  acceptLoginToken(token: Buffer, account: number): void
  /** How long the login tokens shown from now on are good; 30 s from the start. */
  setLoginTokenLife(lifeMs: number): void
  /** Cuts all connections, as a broken network does. */
  disconnectAll(): void
  /** All connections hang from here on without closing; new ones work. */
  freezeAll(): void
  close(): Promise<void>
}

/**
 * Telegram's MTProto side for user accounts, over the full TCP transport with or without SOCKS5 before it, on one port. Shows the channels of
 * `context.world` and pushes their events; obeys faults for `mtproto` and records every request. `sandboxSession(account)` logs a client in.
 */
export async function startMtprotoServer(context: MtprotoContext, options: { host: string; port: number }): Promise<MtprotoServer> {
  const { world, faults, requests, log } = context
  const state: ServerState = { world, faults, requests, log, keys: createAuthKeys(), logins: createLogins(), files: createFileReferences(), port: 0 }
  const serverKey = await generateServerKey()
  const mains = createMainConnections()
  const open = new Map<Socket, ClientConnection>()
  const behaviour: ConnectionOptions = {
    keys: state.keys,
    serverKey,
    salt: randomBytes(8).readBigInt64LE() | 1n,
    onRequest: (client, requestId, body) => void answer(client, requestId, body),
    onHeard: (client) => mains.heard(client),
    onPing: (client) => isPingAnswered(faults, client),
    onError: (error) => log.warn('mtproto connection broke the protocol', { error }),
  }

  async function answer(client: ClientConnection, requestId: bigint, body: Buffer): Promise<void> {
    const result = await answerRequest(state, mains, client, body)
    if (result) client.sendResult(requestId, result)
  }

  let opened = 0
  const server = createServer((socket) => {
    opened += 1
    const connection = serveConnection(socket, behaviour)
    open.set(socket, connection)
    socket.on('error', (error) => log.debug('mtproto connection failed', { error }))
    socket.on('close', () => {
      open.delete(socket)
      mains.closed(connection)
    })
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port, options.host, resolve))
  state.port = portOf(server.address())
  // Runs inside the call that changed the channel, which must not fail because a push did.
  const onChannel = (channel: WorldChannel, event: ChannelEvent): void => {
    try {
      pushChannelEvent(state, open.values(), channel, event)
    } catch (error) {
      log.error('mtproto update not pushed', { channelId: channel.id, pts: event.pts, error })
    }
  }
  world.on('channel', onChannel)
  const onChannelChanged = (channel: WorldChannel, userIds: number[]): void => {
    try {
      pushChannelChange(state, open.values(), channel, userIds)
    } catch (error) {
      log.error('mtproto update not pushed', { channelId: channel.id, error })
    }
  }
  world.on('channelChanged', onChannelChanged)

  return {
    ...accountControls(state, open),
    port: state.port,
    publicKey: serverKey.publicKey,
    connections: () => [...open.values()].flatMap(({ key }) => (key ? [{ sessionKeyId: key.id }] : [])),
    connectionsOpened: () => opened,
    maxConnectionsPerKey: () => new Map(mains.maximum),
    freezeAll: () => open.forEach((client) => client.freeze()),
    disconnectAll: () => open.forEach((_, socket) => socket.destroy()),
    async close() {
      world.off('channel', onChannel)
      world.off('channelChanged', onChannelChanged)
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      open.forEach((_, socket) => socket.destroy())
      await closed
    },
  }
}

type AccountControls = Pick<MtprotoServer, 'revive' | 'newSession' | 'setPassword' | 'acceptLoginToken' | 'setLoginTokenLife'>

function accountControls(state: ServerState, open: Map<Socket, ClientConnection>): AccountControls {
  return {
    revive: (account) => state.keys.revive(account),
    newSession(account) {
      const secret = randomBytes(256)
      state.keys.add(secret).userId = sandboxAccount(account).userId
      return sessionString(secret)
    },
    setPassword(account, password) {
      if (password === null) state.logins.passwords.delete(sandboxAccount(account).userId)
      else state.logins.passwords.set(sandboxAccount(account).userId, password)
    },
    setLoginTokenLife: (lifeMs) => void (state.logins.tokenLifeMs = lifeMs),
    acceptLoginToken(token, account) {
      const keyId = acceptLoginToken(state, token, sandboxAccount(account).userId)
      const update = new Api.UpdateShort({ update: new Api.UpdateLoginToken(), date: Math.floor(Date.now() / 1000) })
      for (const connection of open.values()) if (connection.key?.id === keyId && connection.isMain) connection.sendUpdates(update)
    },
  }
}

/** A client whose pings stay unanswered takes its connection for dead, as with a network that swallows everything. */
function isPingAnswered(faults: Faults, client: ClientConnection): boolean {
  const fault = faults.take('mtproto', 'ping', ['hang', 'disconnect'])
  if (fault?.kind === 'disconnect') client.close()
  return fault === null
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the MTProto server has no TCP address')
  return address.port
}
