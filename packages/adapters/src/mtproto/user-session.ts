import { Api } from 'telegram'
import { Raw } from 'telegram/events/index.js'
import { UpdateConnectionState } from 'telegram/network/index.js'
import { channelRequests } from './channel-requests.js'
import { createDownloader } from './download-media.js'
import { RateLimitedError } from '../errors.js'
import type { FloodWaitStore } from './flood-waits.js'
import { openGramClient, type ConnectionOptions, type GramClient } from './gram-client.js'
import { historyRequests } from './history-requests.js'
import { fromLong, toLong } from './longs.js'
import { ConnectionBrokenError, SessionLostError } from './mtproto-errors.js'
import { usernameOf } from './peers.js'
import { createRequests, type Requests } from './requests.js'
import { readSessionString } from './session-string.js'
import { toSourceUpdate } from './source-update.js'
import { translateError } from './translate-error.js'
import type { Account, SourceUpdate, UserSession } from './types.js'

export type UserSessionOptions = ConnectionOptions & {
  /** A GramJS or Telethon session string; never logged. */
  session: string
  /** How long connecting or a request may take; 20 s and 15 s when not given. */
  requestTimeoutMs?: number | undefined
  /** Where flood waits outlive the process; kept in memory only when not given. */
  floodWaits?: ((sessionKeyId: string) => FloodWaitStore) | undefined
  /** Epoch ms. */
  now?: (() => number) | undefined
  log: { debug(message: string, fields?: Record<string, unknown>): void }
  /** Called in the order of arrival; must not throw. */
  onUpdate: (update: SourceUpdate) => void
  /** The network came or went; GramJS reconnects by itself. */
  onConnectionChange: (isConnected: boolean) => void
  /** Called once: the session is of no more use. */
  onLost: (error: SessionLostError) => void
}

const longestConnectMs = 20_000
/** For what tells whether there is an answer at all; shorter than for other requests, so that a connection that gives none is noticed soon. */
const pingTimeoutMs = 10_000

/** A reading account over GramJS; nothing is connected yet. Throws `SessionLostError` for a string that is no session. */
export async function openUserSession(options: UserSessionOptions): Promise<UserSession> {
  const { sessionKeyId } = await readSessionString(options.session)
  const connectTimeoutMs = options.requestTimeoutMs ?? longestConnectMs
  const timeoutMs = Math.min(options.requestTimeoutMs ?? pingTimeoutMs, pingTimeoutMs)
  let current: GramClient | null = null
  let isLost = false
  // The client whose connecting is through: what came before is no reconnect.
  let ready: GramClient | null = null
  const requests = createRequests({
    client: () => current?.client ?? null,
    timeoutMs: options.requestTimeoutMs,
    now: options.now,
    floodWaits: options.floodWaits?.(sessionKeyId),
    onLost(error) {
      if (isLost) return
      isLost = true
      options.onLost(error)
    },
  })
  const history = historyRequests(requests.call)
  return {
    sessionKeyId,
    ...channelRequests(requests.call),
    ...history,
    connect,
    ping: () => ping(requests, timeoutMs),
    loadFloodWaits: () => requests.loadFloodWaits(),
    lastAnswerAt: () => requests.lastAnswerAt(),
    ...createDownloader({ requests, messagesByIds: history.messagesByIds, connections: () => current?.downloads }),
    close,
  }

  async function connect(): Promise<Account> {
    await close()
    await requests.loadFloodWaits()
    const { session } = await readSessionString(options.session)
    const gram = openGramClient(session, options)
    current = gram
    try {
      listen(gram)
      const isConnected = await requests.runAtOnce('connect', connectTimeoutMs, (client) => client.connect())
      if (!isConnected) throw new Error('Telegram could not be reached')
      const [self] = await requests.runAtOnce('users.GetUsers', timeoutMs, (client) => client.invoke(new Api.users.GetUsers({ id: [new Api.InputUserSelf()] })))
      if (!(self instanceof Api.User)) throw new SessionLostError('AUTH_KEY_UNREGISTERED')
      gram.client._selfInputPeer = new Api.InputPeerUser({ userId: self.id, accessHash: self.accessHash ?? toLong(0n) })
      // Telegram sends updates to a connection that has asked for its state.
      await ping(requests, timeoutMs)
      ready = gram
      return { telegramId: fromLong(self.id), firstName: self.firstName ?? null, username: usernameOf(self) }
    } catch (error) {
      await close()
      throw error
    }
  }

  async function close(): Promise<void> {
    const closing = current
    current = null
    requests.abandon(new Error('the connection was closed'))
    await closing?.close()
  }

  function listen(gram: GramClient): void {
    const { client } = gram
    // Without a self of any kind GramJS asks Telegram for it at every update, which hangs while the connection is not up yet.
    client._selfInputPeer = new Api.InputPeerUser({ userId: toLong(0n), accessHash: toLong(0n) })
    let wasDisconnected = false
    client.onError = async (error) => onConnectionError(error)
    client.addEventHandler((event: unknown) => {
      if (current !== gram) return
      if (event instanceof UpdateConnectionState) return onState(event.state)
      const update = toSourceUpdate(event)
      if (update) options.onUpdate(update)
    }, new Raw({}))

    function onConnectionError(error: Error): void {
      const translated = translateError(error, 'connection')
      options.log.debug('mtproto connection failed', { error })
      if (translated instanceof SessionLostError && current === gram) requests.lose(translated)
    }

    function onState(state: number): void {
      if (state === UpdateConnectionState.broken) return requests.lose(new SessionLostError('AUTH_KEY_UNKNOWN'))
      const isConnected = state === UpdateConnectionState.connected
      options.onConnectionChange(isConnected)
      // GramJS repeats `connected` at its pings: only the change from down to up is a reconnect.
      if (isConnected && wasDisconnected && ready === gram) {
        gram.downloads.dropAll()
        requests.abandon(new ConnectionBrokenError('the connection broke'))
        options.onUpdate({ kind: 'reconnected' })
      }
      wasDisconnected = !isConnected
    }
  }
}

/** Asks for the state; while Telegram has that method wait, the protocol's own ping, which no flood wait concerns, shows as well that there is an answer. */
async function ping(requests: Requests, timeoutMs: number): Promise<void> {
  try {
    await requests.runAtOnce('updates.GetState', timeoutMs, (client) => client.invoke(new Api.updates.GetState()))
  } catch (error) {
    if (!(error instanceof RateLimitedError)) throw error
    await requests.runAtOnce('ping', timeoutMs, (client) => client.invoke(new Api.Ping({ pingId: toLong(1n) })))
  }
}
