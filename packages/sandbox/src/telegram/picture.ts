import { crc32, deflateSync } from 'node:zlib'

const palette = [
  [46, 94, 140], [140, 46, 60], [52, 120, 80], [150, 110, 40], [90, 70, 140], [40, 120, 130], [120, 120, 120], [170, 80, 30],
] as const

/** A PNG of a car before a sky, its colours decided by `seed`: a picture that differs from every other one. */
export function carPicture(seed: number, width = 640, height = 480): Buffer {
  const body = palette[seed % palette.length] ?? palette[0]
  const sky = [200 - (seed * 13) % 60, 215 - (seed * 7) % 40, 235] as const
  const rows = Buffer.alloc((width * 3 + 1) * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = pixel(x / width, y / height, { body, sky, seed })
      rows.set(colour, y * (width * 3 + 1) + 1 + x * 3)
    }
  }
  return png(rows, width, height)
}

function pixel(x: number, y: number, { body, sky, seed }: { body: readonly number[]; sky: readonly number[]; seed: number }): readonly number[] {
  const inWheel = (cx: number): boolean => (x - cx) ** 2 * 1.8 + (y - 0.72) ** 2 < 0.006
  if (inWheel(0.3) || inWheel(0.7)) return [25, 25, 28]
  if (y > 0.52 && y < 0.7 && x > 0.12 && x < 0.88) return y > 0.6 && y < 0.615 ? [230, 230, 230] : body
  if (y > 0.36 && y <= 0.52 && x > 0.26 + (0.52 - y) * 0.5 && x < 0.74 - (0.52 - y) * 0.5) return y > 0.39 && Math.abs(x - 0.5) > 0.01 ? [170, 205, 225] : body
  if (y > 0.68) return [95 + ((seed * 11) % 30), 98, 100]
  const shade = Math.round(y * 40)
  return sky.map((part) => Math.max(0, part - shade))
}

function png(rows: Buffer, width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 6 })), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** Sides of a PNG or JPEG, in pixels; null when it is neither. */
export function photoSize(bytes: Buffer): { width: number; height: number } | null {
  if (bytes.length > 24 && bytes.readUInt32BE(0) === 0x89504e47) return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null
  let offset = 2
  while (offset + 9 < bytes.length) {
    const marker = bytes[offset + 1] ?? 0
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return { height: bytes.readUInt16BE(offset + 5), width: bytes.readUInt16BE(offset + 7) }
    offset += 2 + bytes.readUInt16BE(offset + 2)
  }
  return null
}
