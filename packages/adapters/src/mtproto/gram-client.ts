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

export type GramClient = { client: TelegramClient; close(): Promise<void> }

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
    async close() {
      isClosed = true
      const destroyed = client.destroy().catch(() => {})
      await Promise.race([destroyed, new Promise((resolve) => setTimeout(resolve, 2_000).unref())])
      clearReleaseTimers(client)
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

/** GramJS keeps a 30 s timer per download connection (`_exportedSenderReleaseTimeouts`, dc to timer) and means to clear it, but looks into a Map as into an object. */
function clearReleaseTimers(client: TelegramClient): void {
  const timers: unknown = Reflect.get(client, '_exportedSenderReleaseTimeouts')
  if (timers instanceof Map) for (const timer of timers.values() as Iterable<NodeJS.Timeout>) clearTimeout(timer)
}
