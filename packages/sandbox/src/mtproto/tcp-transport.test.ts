import { randomBytes } from 'node:crypto'
import { on, once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { crc32 } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { acceptPackets } from './tcp-transport.js'

let server: Server
let client: Socket
let bodies: string[]

beforeEach(async () => {
  bodies = []
  server = createServer((socket) => {
    const packets = acceptPackets(socket, (body) => {
      bodies.push(body.toString('hex'))
      if (body.length === 4) packets.sendTransportError(404)
      else packets.send(body)
    })
    socket.on('error', () => socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  client = connect(portOf(server), '127.0.0.1')
})

afterEach(async () => {
  client.destroy()
  server.close()
  await once(server, 'close')
})

function portOf(listening: Server): number {
  const address = listening.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen')
  return address.port
}

function packet(body: Buffer, sequence: number): Buffer {
  const head = Buffer.alloc(8)
  head.writeInt32LE(body.length + 12, 0)
  head.writeInt32LE(sequence, 4)
  const tail = Buffer.alloc(4)
  tail.writeUInt32LE(crc32(Buffer.concat([head, body])))
  return Buffer.concat([head, body, tail])
}

async function read(length: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const [chunk] of on(client, 'data')) {
    chunks.push(chunk)
    if (chunks.reduce((sum, one) => sum + one.length, 0) >= length) break
  }
  return Buffer.concat(chunks)
}

test('packets are put together however the network cuts them', async () => {
  client.setNoDelay(true)
  const stream = Buffer.concat([packet(randomBytes(40), 0), packet(randomBytes(600), 1)])
  const answer = read(stream.length)
  const cuts = [0, 1, 3, 30, 70, stream.length]
  for (const [index, end] of cuts.slice(1).entries()) {
    client.write(stream.subarray(cuts[index], end))
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(await answer).toEqual(stream)
})

test('a SOCKS5 client is let through to the server, whatever target it names', async () => {
  client.write(Buffer.from([5, 1, 0]))
  expect([...(await read(2))]).toEqual([5, 0])
  client.write(Buffer.concat([Buffer.from([5, 1, 0, 3, 11]), Buffer.from('example.com'), Buffer.from([1, 187])]))
  expect([...(await read(10))]).toEqual([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
  const sent = packet(randomBytes(40), 0)
  client.write(sent)
  expect(await read(sent.length)).toEqual(sent)
})

test('a SOCKS5 client that insists on a password is refused', async () => {
  client.write(Buffer.from([5, 1, 2]))
  expect([...(await read(2))]).toEqual([5, 255])
})

test('a SOCKS5 client that wants anything but CONNECT is refused', async () => {
  client.write(Buffer.from([5, 1, 0, 5, 2, 0, 1, 127, 0, 0, 1, 0, 80]))
  expect([...(await read(12))].slice(2, 4)).toEqual([5, 7])
})

test.each([
  ['out of sequence', () => packet(randomBytes(40), 7)],
  ['with a wrong checksum', () => Buffer.concat([packet(randomBytes(40), 0).subarray(0, -4), Buffer.alloc(4)])],
  ['of an impossible length', () => Buffer.from([13, 0, 0, 0, 0, 0, 0, 0])],
])('a packet %s ends the connection', async (_, build) => {
  client.write(build())
  await once(client, 'close')
  expect(bodies).toEqual([])
})

test('a transport error is four bytes with the negative code', async () => {
  client.write(packet(Buffer.alloc(4), 0))
  const answer = await read(16)
  expect(answer.readInt32LE(8)).toBe(-404)
})
