import { gunzipSync } from 'node:zlib'
import { extensions } from 'telegram'

export type MessagePart = { messageId: bigint; body: Buffer }

const messageContainer = 0x73f1f8dc
const gzipPacked = 0x3072cfa1

/** The single messages inside a message: containers taken apart, packed bodies unpacked. */
export function* messageParts(messageId: bigint, body: Buffer): Generator<MessagePart> {
  const constructorId = body.readUInt32LE(0)
  if (constructorId === gzipPacked) return yield* messageParts(messageId, gunzipSync(new extensions.BinaryReader(body.subarray(4)).tgReadBytes()))
  if (constructorId !== messageContainer) return yield { messageId, body }
  const count = body.readInt32LE(4)
  let offset = 8
  for (let part = 0; part < count; part += 1) {
    const length = body.readInt32LE(offset + 12)
    yield* messageParts(body.readBigInt64LE(offset), body.subarray(offset + 16, offset + 16 + length))
    offset += 16 + length
  }
}
