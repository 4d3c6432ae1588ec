/** A TL `bytes` value: length, data, padding to four (https://core.telegram.org/mtproto/serialize#base-types). */
export function tlBytes(data: Buffer): Buffer {
  const head = data.length < 254 ? Buffer.from([data.length]) : Buffer.from([254, data.length & 255, (data.length >> 8) & 255, data.length >> 16])
  const padding = (4 - ((head.length + data.length) % 4)) % 4
  return Buffer.concat([head, data, Buffer.alloc(padding)])
}

export function tlInt(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}

export function tlLong(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(BigInt.asIntN(64, value))
  return bytes
}
