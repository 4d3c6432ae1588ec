import { TelegramClient } from 'telegram'
import { LogLevel } from 'telegram/extensions/Logger.js'
import { Logger, PromisedNetSockets } from 'telegram/extensions/index.js'
import type { StringSession } from 'telegram/sessions/index.js'
import { openDownloadConnections, type DownloadConnections } from './download-connections.js'

export type ConnectionOptions = {
  apiId: number
  apiHash: string
  /** socks5://user:password@host:port */
  proxy?: string | undefined
}

export type GramClient = {
  client: TelegramClient
  downloads: DownloadConnections
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
  const downloads = openDownloadConnections(client)
  return {
    client,
    downloads,
    async close() {
      isClosed = true
      downloads.dropAll()
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
