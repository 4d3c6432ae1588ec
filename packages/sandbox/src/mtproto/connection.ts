import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { Api, extensions } from 'telegram'
import type { AuthKey, AuthKeys } from './auth-keys.js'
import { openEnvelope, sealEnvelope, type Envelope } from './envelope.js'
import { createHandshake } from './handshake.js'
import { toBigint, toLong } from './long.js'
import { nextMessageId } from './message-id.js'
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

const messageContainer = 0x73f1f8dc
const gzipPacked = 0x3072cfa1
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
    handle(envelope.messageId, envelope.body)
  }

  function refuseSalt(envelope: Envelope): void {
    isSessionAnnounced = false
    send(
      new Api.BadServerSalt({
        badMsgId: toLong(envelope.messageId),
        badMsgSeqno: envelope.sequence,
        errorCode: 48,
        newServerSalt: toLong(options.salt),
      }).getBytes(),
      'service',
    )
  }

  function announceSession(firstMessageId: bigint): void {
    isSessionAnnounced = true
    const uniqueId = randomBytes(8).readBigInt64LE()
    send(
      new Api.NewSessionCreated({ firstMsgId: toLong(firstMessageId), uniqueId: toLong(uniqueId), serverSalt: toLong(options.salt) }).getBytes(),
      'push',
    )
  }

  function handle(messageId: bigint, body: Buffer): void {
    switch (body.readUInt32LE(0)) {
      case messageContainer:
        for (const part of containerParts(body)) handle(part.messageId, part.body)
        return
      case gzipPacked:
        handle(messageId, gunzipSync(new extensions.BinaryReader(body.subarray(4)).tgReadBytes()))
        return
      default:
        if (!handleService(messageId, body)) options.onRequest(connection, messageId, body)
    }
  }

  function handleService(messageId: bigint, body: Buffer): boolean {
    if (!serviceIds.has(body.readUInt32LE(0))) return false
    const message: unknown = new extensions.BinaryReader(body).tgReadObject()
    if (message instanceof Api.Ping) pong(messageId, message)
    if (message instanceof Api.PingDelayDisconnect) {
      clearTimeout(idleTimer)
      idleTimer = setTimeout(() => packets.close(), Math.min(message.disconnectDelay, 2_000_000) * 1000).unref()
      pong(messageId, message)
    }
    return true
  }

  function pong(messageId: bigint, ping: Api.Ping | Api.PingDelayDisconnect): void {
    if (!options.onPing(connection)) return
    send(new Api.Pong({ msgId: toLong(messageId), pingId: toLong(toBigint(ping.pingId)) }).getBytes(), 'answer')
  }

  function send(body: Buffer, kind: 'answer' | 'push' | 'service'): void {
    if (!key || sessionId === null) return
    const sequence = kind === 'service' ? contentCount * 2 : contentCount++ * 2 + 1
    const messageId = nextMessageId(kind === 'answer' ? 'answer' : 'push')
    packets.send(sealEnvelope(key.secret, { salt: options.salt, sessionId, messageId, sequence, body }))
  }
}

const serviceIds = new Set(
  [Api.Ping, Api.PingDelayDisconnect, Api.MsgsAck, Api.MsgsStateInfo, Api.MsgsAllInfo, Api.HttpWait].map((type) => type.CONSTRUCTOR_ID),
)

function* containerParts(body: Buffer): Generator<{ messageId: bigint; body: Buffer }> {
  const count = body.readInt32LE(4)
  let offset = 8
  for (let part = 0; part < count; part += 1) {
    const length = body.readInt32LE(offset + 12)
    yield { messageId: body.readBigInt64LE(offset), body: body.subarray(offset + 16, offset + 16 + length) }
    offset += 16 + length
  }
}
