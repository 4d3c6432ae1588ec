import { Api, type TelegramClient } from 'telegram'
import type { MTProtoSender } from 'telegram/network/MTProtoSender.js'
import { LAYER } from 'telegram/tl/AllTLObjects.js'

export type DownloadConnections = {
  /** Not the data centre of the session itself. */
  isForeign(dcId: number): boolean
  /** Whether the next download from a data centre begins with the transfer of the login there. */
  needsLogin(dcId: number): boolean
  /**
   * Forgets the connection to a data centre; the next download opens a new one. A connection does not always survive a break: requests may hang
   * from then on.
   */
  drop(dcId: number): void
  dropAll(): void
}

/** A connection nobody has used for this long is closed; it keeps its key and its login. */
const idleMs = 30_000

/**
 * Downloads of a client over connections that are opened here. GramJS's own way never gives up: it asks for the transfer of a login again every
 * second, a flood wait notwithstanding, and goes on when nobody waits for it any more.
 */
export function openDownloadConnections(client: TelegramClient): DownloadConnections {
  const opened = new Map<number, { sender: MTProtoSender; ready: Promise<MTProtoSender>; idle?: NodeJS.Timeout }>()
  const loggedIn = new WeakSet<MTProtoSender>()
  client.getSender = (dcId) => connected(dcId)
  const isForeign = (dcId: number): boolean => dcId !== client.session.dcId
  return {
    isForeign,
    needsLogin(dcId) {
      const known = opened.get(dcId)
      return isForeign(dcId) && !(known && loggedIn.has(known.sender))
    },
    drop,
    dropAll: () => [...opened.keys()].forEach((dcId) => drop(dcId)),
  }

  async function connected(dcId: number): Promise<MTProtoSender> {
    const known = opened.get(dcId)
    if (!known) return await open(dcId, client._createExportedSender(dcId))
    const sender = await known.ready
    if (opened.get(dcId) !== known) return await connected(dcId)
    if (!sender.isConnected()) return await open(dcId, sender)
    restartIdle(dcId)
    return sender
  }

  async function open(dcId: number, sender: MTProtoSender): Promise<MTProtoSender> {
    const ready = connect(dcId, sender)
    clearTimeout(opened.get(dcId)?.idle)
    opened.set(dcId, { sender, ready })
    try {
      await ready
      restartIdle(dcId)
      return sender
    } catch (error) {
      if (opened.get(dcId)?.ready === ready) drop(dcId)
      throw error
    }
  }

  async function connect(dcId: number, sender: MTProtoSender): Promise<MTProtoSender> {
    const { ipAddress, port } = await client.getDC(dcId)
    // GramJS's own types keep the proxy to itself.
    const proxy: unknown = Reflect.get(client, '_proxy')
    const options = { ip: ipAddress, port, dcId, loggers: client._log, socket: client.networkSocket, testServers: false, ...(proxy ? { proxy } : {}) }
    const isConnected = await sender.connect(Reflect.construct(client._connection, [options]), false)
    if (!isConnected) throw new Error(`data centre ${dcId} could not be reached`)
    if (isForeign(dcId) && !loggedIn.has(sender)) {
      const { id, bytes } = await client.invoke(new Api.auth.ExportAuthorization({ dcId }))
      await sender.send(new Api.InvokeWithLayer({ layer: LAYER, query: introduced(client, new Api.auth.ImportAuthorization({ id, bytes })) }))
      loggedIn.add(sender)
    }
    sender.userDisconnected = false
    return sender
  }

  function restartIdle(dcId: number): void {
    const entry = opened.get(dcId)
    if (!entry) return
    clearTimeout(entry.idle)
    entry.idle = setTimeout(() => void entry.sender.disconnect().catch(() => {}), idleMs).unref()
  }

  function drop(dcId: number): void {
    const entry = opened.get(dcId)
    if (!entry) return
    opened.delete(dcId)
    clearTimeout(entry.idle)
    entry.ready.catch(() => {})
    // A reconnect that is under way does not look whether it is still wanted, but makes no more than this number of tries.
    Reflect.set(entry.sender, '_retries', 0)
    void entry.sender.disconnect().catch(() => {})
  }
}

function introduced({ _initRequest }: TelegramClient, query: Api.AnyRequest): Api.InitConnection {
  const { apiId, deviceModel, systemVersion, appVersion, systemLangCode, langPack, langCode } = _initRequest
  return new Api.InitConnection({ apiId, deviceModel, systemVersion, appVersion, systemLangCode, langPack, langCode, query })
}
