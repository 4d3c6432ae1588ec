import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { Api, extensions } from 'telegram'
import type { AuthKey, AuthKeys } from './auth-keys.js'
import { openEnvelope, sealEnvelope, type Envelope } from './envelope.js'
import { createHandshake } from './handshake.js'
import { toLong } from './long.js'
import { nextMessageId } from './message-id.js'
import { messageParts, type MessagePart } from './message-parts.js'
import type { ServerKey } from './server-key.js'
import { acceptPackets } from './tcp-transport.js'
import { tlInt, tlLong } from './tl-bytes.js'

export type ClientConnection = {
  readonly key: AuthKey | null
  sessionId(): bigint | null
  /** Makes requests other than downloads: gets updates. */
  isMain: boolean
  receivesUpdates: boolean
  sendUpdates(updates: Api.TypeUpdates): void
  sendResult(requestId: bigint, result: Buffer): void
  /** Asks for a sign of life. */
  probe(): void
  /** From here on nothing is heard and nothing said, while the socket stays open: a network that swallows everything. */
  freeze(): void
  close(): void
}

export type ConnectionOptions = {
  keys: AuthKeys
  serverKey: ServerKey
  salt: bigint
  /** A request inside the encrypted session, in its serialized form. */
  onRequest(connection: ClientConnection, requestId: bigint, body: Buffer): void
  onHeard(connection: ClientConnection): void
  /** False when the ping shall stay unanswered. */
  onPing(connection: ClientConnection): boolean
  onError(error: unknown): void
}

const rpcResult = 0xf35c6d01

/**
 * One TCP connection of a client: key exchange in plain text, then encrypted messages. Answers what belongs to the session itself (salt, new
 * session, pings, containers) and hands the rest out as requests. A wrong salt is answered by `bad_server_salt`, as Telegram does; an unknown
 * auth key by the transport error -404.
 */
export function serveConnection(socket: Socket, options: ConnectionOptions): ClientConnection {
  const packets = acceptPackets(socket, (packet) => guard(() => receive(packet)))
  const handshake = createHandshake(options.serverKey, (secret) => options.keys.add(secret))
  let key: AuthKey | null = null
  let sessionId: bigint | null = null
  let isSessionAnnounced = false
  let contentCount = 0
  let isFrozen = false
  let idleTimer: NodeJS.Timeout | undefined
  socket.on('close', () => clearTimeout(idleTimer))
  const connection: ClientConnection = {
    get key() {
      return key
    },
    sessionId: () => sessionId,
    isMain: false,
    receivesUpdates: true,
    sendUpdates: (updates) => send(updates.getBytes(), 'push'),
    sendResult: (requestId, result) => send(Buffer.concat([tlInt(rpcResult), tlLong(requestId), result]), 'answer'),
    probe: () => send(new Api.MsgsStateReq({ msgIds: [] }).getBytes(), 'service'),
    freeze() {
      isFrozen = true
      clearTimeout(idleTimer)
    },
    close: () => packets.close(),
  }
  return connection

  function guard(act: () => void): void {
    try {
      act()
    } catch (error) {
      options.onError(error)
      packets.close()
    }
  }

  function receive(packet: Buffer): void {
    if (isFrozen) return
    const keyId = packet.subarray(0, 8)
    if (keyId.equals(Buffer.alloc(8))) return receivePlain(packet)
    const named = options.keys.find(keyId.toString('hex'))
    if (!named) return packets.sendTransportError(404)
    const envelope = openEnvelope(named.secret, packet)
    if (!envelope) throw new Error('a message could not be opened with its auth key')
    key = named
    options.onHeard(connection)
    receiveMessage(envelope)
  }

  function receivePlain(packet: Buffer): void {
    const answer = handshake.answer(packet.subarray(20, 20 + packet.readInt32LE(16)))
    packets.send(Buffer.concat([tlLong(0n), tlLong(nextMessageId('answer')), tlInt(answer.length), answer]))
  }

  function receiveMessage(envelope: Envelope): void {
    const isNewSession = sessionId !== envelope.sessionId
    if (isNewSession) contentCount = 0
    sessionId = envelope.sessionId
    if (envelope.salt !== options.salt) return refuseSalt(envelope)
    if (isNewSession || !isSessionAnnounced) announceSession(envelope.messageId)
    for (const part of messageParts(envelope.messageId, envelope.body)) {
      if (serviceIds.has(part.body.readUInt32LE(0))) serve(part)
      else options.onRequest(connection, part.messageId, part.body)
    }
  }

  function refuseSalt(envelope: Envelope): void {
    isSessionAnnounced = false
    const badMessage = { badMsgId: toLong(envelope.messageId), badMsgSeqno: envelope.sequence }
    send(new Api.BadServerSalt({ ...badMessage, errorCode: 48, newServerSalt: toLong(options.salt) }).getBytes(), 'service')
  }

  function announceSession(firstMessageId: bigint): void {
    isSessionAnnounced = true
    const uniqueId = randomBytes(8).readBigInt64LE()
    const created = new Api.NewSessionCreated({ firstMsgId: toLong(firstMessageId), uniqueId: toLong(uniqueId), serverSalt: toLong(options.salt) })
    send(created.getBytes(), 'push')
  }

  function serve({ messageId, body }: MessagePart): void {
    const message: unknown = new extensions.BinaryReader(body).tgReadObject()
    if (message instanceof Api.PingDelayDisconnect) {
      clearTimeout(idleTimer)
      idleTimer = setTimeout(() => packets.close(), Math.min(message.disconnectDelay, 2_000_000) * 1000).unref()
    }
    if (message instanceof Api.Ping || message instanceof Api.PingDelayDisconnect) pong(messageId, message)
  }

  function pong(messageId: bigint, ping: Api.Ping | Api.PingDelayDisconnect): void {
    if (!options.onPing(connection)) return
    send(new Api.Pong({ msgId: toLong(messageId), pingId: ping.pingId }).getBytes(), 'answer')
  }

  function send(body: Buffer, kind: 'answer' | 'push' | 'service'): void {
    if (!key || sessionId === null || isFrozen) return
    const sequence = kind === 'service' ? contentCount * 2 : contentCount++ * 2 + 1
    const messageId = nextMessageId(kind === 'answer' ? 'answer' : 'push')
    packets.send(sealEnvelope(key.secret, { salt: options.salt, sessionId, messageId, sequence, body }))
  }
}

const serviceIds = new Set(
  [Api.Ping, Api.PingDelayDisconnect, Api.MsgsAck, Api.MsgsStateInfo, Api.MsgsAllInfo, Api.HttpWait].map((type) => type.CONSTRUCTOR_ID),
)
