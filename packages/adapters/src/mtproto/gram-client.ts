import { TelegramClient } from 'telegram'
import { LogLevel } from 'telegram/extensions/Logger.js'
import { Logger, PromisedNetSockets } from 'telegram/extensions/index.js'
import type { StringSession } from 'telegram/sessions/index.js'

export type ConnectionOptions = {
  apiId: number
  apiHash: string
  /** socks5://user:password@host:port */
  proxy?: string | undefined
}

export type GramClient = {
  client: TelegramClient
  /**
   * Forgets the connection that downloads from a data centre use; the next download opens a new one. GramJS's download connections do not
   * always survive a break: a reconnect of their own and one on demand get in each other's way, and requests hang from then on.
   */
  dropDownloads(dcId: number): void
  close(): Promise<void>
}

const socketTimeoutMs = 10_000

/**
 * A GramJS client that is silent, sees every flood wait, and after `close` holds no socket and opens none: GramJS's own `destroy` leaves
 * download connections open, and a reconnect that is under way when it is called goes through, which would be a second use of the session.
 */
export function openGramClient(session: StringSession, options: ConnectionOptions): GramClient {
  const sockets = new Set<PromisedNetSockets>()
  let isClosed = false
  // GramJS takes the socket as a class.
  class ClientSocket extends PromisedNetSockets {
    override async connect(port: number, ip: string): Promise<unknown> {
      if (isClosed) return new Promise(() => {})
      sockets.add(this)
      const timer = setTimeout(() => void this.close(), socketTimeoutMs)
      try {
        return await Promise.race([super.connect(port, ip), rejectAfter(socketTimeoutMs)])
      } finally {
        clearTimeout(timer)
        if (isClosed) await this.close()
      }
    }

    override async close(): Promise<void> {
      sockets.delete(this)
      await super.close()
    }
  }
  // GramJS notes the people and channels of every single update in a set that only grows; our requests name their peers themselves.
  session.processEntities = () => {}
  const client = new TelegramClient(session, options.apiId, options.apiHash, {
    baseLogger: new Logger(LogLevel.NONE),
    networkSocket: ClientSocket,
    floodSleepThreshold: 0,
    securityChecks: true,
    deviceModel: 'cars-bot monitor',
    ...(options.proxy ? { proxy: toProxy(options.proxy) } : {}),
  })
  return {
    client,
    dropDownloads: (dcId) => dropSender(client, dcId),
    async close() {
      isClosed = true
      for (const dcId of client._exportedSenderPromises.keys()) dropSender(client, dcId)
      const destroyed = client.destroy().catch(() => {})
      await Promise.race([destroyed, new Promise((resolve) => setTimeout(resolve, 2_000).unref())])
      for (const socket of sockets) await socket.close()
    },
  }
}

function toProxy(address: string): { ip: string; port: number; socksType: 5; timeout: number; username?: string; password?: string } {
  const { hostname, port, username, password } = new URL(address)
  const login = username ? { username: decodeURIComponent(username), password: decodeURIComponent(password) } : {}
  return { ip: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 1080), socksType: 5, timeout: socketTimeoutMs / 1000, ...login }
}

function rejectAfter(timeoutMs: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`Telegram could not be reached within ${timeoutMs} ms`)), timeoutMs).unref()
  })
}

function dropSender(client: TelegramClient, dcId: number): void {
  const opening = client._exportedSenderPromises.get(dcId)
  client._exportedSenderPromises.delete(dcId)
  // After 30 s without use this timer would close the connection, or reconnect one that has requests hanging.
  const timers: unknown = Reflect.get(client, '_exportedSenderReleaseTimeouts')
  if (timers instanceof Map) clearTimeout(timers.get(dcId) as NodeJS.Timeout | undefined)
  opening
    ?.then((sender) => {
      // A reconnect that is under way does not look whether it is still wanted, but makes no more than this number of tries.
      Reflect.set(sender, '_retries', 0)
      return sender.disconnect()
    })
    .catch(() => {})
}
