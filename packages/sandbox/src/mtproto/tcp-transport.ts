import type { Socket } from 'node:net'
import { crc32 } from 'node:zlib'

export type PacketSocket = {
  send(body: Buffer): void
  /** A four-byte answer in place of a message, such as 404 for an unknown key. */
  sendTransportError(code: number): void
  close(): void
}

const maxPacketBytes = 2 * 1024 * 1024

/**
 * Speaks MTProto's full TCP transport on an accepted socket, and the server half of SOCKS5 before it when the first byte asks for that:
 * a full packet starts with a length divisible by four, so never with 5. The target of CONNECT is ignored, the sandbox is all of Telegram.
 * A packet with a wrong checksum or out of sequence ends the connection, as the protocol wants
 * (https://core.telegram.org/mtproto/mtproto-transports#full).
 */
export function acceptPackets(socket: Socket, onPacket: (body: Buffer) => void): PacketSocket {
  let pending: Buffer = Buffer.alloc(0)
  let stage: 'first-byte' | 'socks-greeting' | 'socks-request' | 'packets' = 'first-byte'
  let received = 0
  let sent = 0
  socket.setNoDelay(true)
  socket.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    while (!socket.destroyed && step()) continue
  })
  return {
    send,
    sendTransportError(code) {
      const body = Buffer.alloc(4)
      body.writeInt32LE(-code)
      send(body)
    },
    close: () => socket.destroy(),
  }

  function send(body: Buffer): void {
    if (socket.destroyed || !socket.writable) return
    const head = Buffer.alloc(8)
    head.writeInt32LE(body.length + 12, 0)
    head.writeInt32LE(sent++, 4)
    const tail = Buffer.alloc(4)
    tail.writeUInt32LE(crc32(body, crc32(head)))
    socket.write(Buffer.concat([head, body, tail]))
  }

  function step(): boolean {
    if (pending.length === 0) return false
    switch (stage) {
      case 'first-byte':
        stage = pending[0] === 5 ? 'socks-greeting' : 'packets'
        return true
      case 'socks-greeting':
        return greet()
      case 'socks-request':
        return connect()
      case 'packets':
        return readPacket()
    }
  }

  function greet(): boolean {
    const length = 2 + (pending[1] ?? 0)
    if (pending.length < 2 || pending.length < length) return false
    const acceptsNoPassword = pending.subarray(2, length).includes(0)
    pending = pending.subarray(length)
    socket.write(Buffer.from([5, acceptsNoPassword ? 0 : 0xff]))
    if (!acceptsNoPassword) socket.end()
    stage = 'socks-request'
    return acceptsNoPassword
  }

  function connect(): boolean {
    const length = socksRequestLength(pending)
    if (length === null || pending.length < length) return false
    const isConnect = pending[1] === 1
    pending = pending.subarray(length)
    socket.write(Buffer.from([5, isConnect ? 0 : 7, 0, 1, 0, 0, 0, 0, 0, 0]))
    if (!isConnect) socket.end()
    stage = 'packets'
    return isConnect
  }

  function readPacket(): boolean {
    if (pending.length < 4) return false
    const length = pending.readInt32LE(0)
    if (length < 12 || length % 4 !== 0 || length > maxPacketBytes) return fail()
    if (pending.length < length) return false
    const packet = pending.subarray(0, length)
    pending = pending.subarray(length)
    const isIntact = packet.readUInt32LE(length - 4) === crc32(packet.subarray(0, length - 4))
    if (!isIntact || packet.readInt32LE(4) !== received++) return fail()
    onPacket(packet.subarray(8, length - 4))
    return true
  }

  function fail(): false {
    socket.destroy()
    return false
  }
}

/** RFC 1928, section 4: version, command, reserved, address type, address, port. */
function socksRequestLength(bytes: Buffer): number | null {
  if (bytes.length < 5) return null
  const addressLength = { 1: 4, 3: 1 + (bytes[4] ?? 0), 4: 16 }[bytes[3] ?? 0]
  return addressLength === undefined ? null : 4 + addressLength + 2
}
