import { crc32, deflateSync } from 'node:zlib'

type Colour = readonly [number, number, number]
type Box = { x: number; y: number; width: number; height: number; colour: Colour }

const grid = { width: 160, height: 120 }

/**
 * A PNG of a car in a street with `seed` written below: the same for the same seed, and unlike that of any other, in its bytes and in its
 * composition, so that copies of a photo can be told from other photos of the like.
 */
export function carPicture(seed: number, width = 640, height = 480): Buffer {
  const random = randomOf(seed)
  const canvas = new Uint8Array(grid.width * grid.height * 3)
  for (const box of [...street(random), ...car(random), ...digits(seed)]) fill(canvas, box)
  return png(canvas, { width, height })
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

type Random = (below: number) => number

/** mulberry32: a small generator whose run is decided by its seed. */
function randomOf(seed: number): Random {
  let state = (seed * 0x9e37_79b1) >>> 0
  return (below) => {
    state = (state + 0x6d2b_79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

function street(random: Random): Box[] {
  const horizon = 45 + random(30)
  const light = 120 + random(110)
  const sky: Box = { x: 0, y: 0, ...grid, colour: [light - random(60), light - random(20), Math.min(255, light + 25)] }
  const houses = Array.from({ length: 3 + random(5) }, (): Box => {
    const height = 10 + random(horizon - 12)
    return { x: random(grid.width), y: horizon - height, width: 12 + random(34), height, colour: [40 + random(160), 40 + random(150), 40 + random(140)] }
  })
  const grey = 60 + random(80)
  return [sky, ...houses, { x: 0, y: horizon, width: grid.width, height: grid.height - horizon, colour: [grey, grey, grey + random(12)] }]
}

function car(random: Random): Box[] {
  const width = 60 + random(60)
  const height = Math.round(width / 5)
  const x = random(grid.width - width)
  const y = 58 + random(30)
  const body: Colour = [random(256), random(256), random(256)]
  const cabin = { x: x + Math.round(width * (0.12 + random(20) / 100)), y: y - height + 2, width: Math.round(width * 0.55), height: height - 2 }
  const wheel = (part: number): Box => ({ x: x + Math.round(width * part), y: y + height - 4, width: height - 2, height: height - 2, colour: [20, 20, 24] })
  const glass: Box = { x: cabin.x + 3, y: cabin.y + 3, width: cabin.width - 6, height: cabin.height - 3, colour: [165, 200, 220] }
  return [{ ...cabin, colour: body }, glass, { x, y, width, height, colour: body }, wheel(0.12), wheel(0.7)]
}

/** Digits of 3 × 5 dots: five rows each, a bit a dot. */
const glyphs = ['75557', '26227', '71747', '71717', '55711', '74717', '74757', '71111', '75757', '75717']

function digits(seed: number): Box[] {
  const white: Colour = [250, 250, 250]
  const dots = String(seed).split('').flatMap((character, position) =>
    (glyphs[Number(character)] ?? '').split('').flatMap((row, line) =>
      [0, 1, 2].filter((column) => Number(row) & (4 >> column)).map((column): Box => ({ x: 4 + position * 8 + column * 2, y: 107 + line * 2, width: 2, height: 2, colour: white })),
    ),
  )
  return [{ x: 2, y: 105, width: String(seed).length * 8 + 2, height: 14, colour: [10, 10, 10] }, ...dots]
}

function fill(canvas: Uint8Array, { x, y, width, height, colour }: Box): void {
  for (let row = Math.max(0, y); row < Math.min(grid.height, y + height); row++) {
    for (let column = Math.max(0, x); column < Math.min(grid.width, x + width); column++) canvas.set(colour, (row * grid.width + column) * 3)
  }
}

/** The canvas, its dots stretched to the size asked for, as an 8-bit RGB PNG (w3.org/TR/png). */
function png(canvas: Uint8Array, { width, height }: { width: number; height: number }): Buffer {
  const line = width * 3 + 1
  const rows = Buffer.alloc(line * height)
  let last = -1
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * grid.height) / height)
    if (row === last) rows.copyWithin(y * line, (y - 1) * line, y * line)
    else {
      for (let x = 0; x < width; x++) {
        const dot = (row * grid.width + Math.floor((x * grid.width) / width)) * 3
        rows.set(canvas.subarray(dot, dot + 3), y * line + 1 + x * 3)
      }
    }
    last = row
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 3 })), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
