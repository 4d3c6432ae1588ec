import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fitPhoto } from './index.js'

let directory = ''

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'cars-fit-'))
})

afterAll(() => rm(directory, { recursive: true, force: true }))

function plain(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: '#357' } })
}

async function fitted(name: string, bytes: Buffer): Promise<Awaited<ReturnType<typeof fitPhoto>>> {
  const file = path.join(directory, name)
  await writeFile(file, bytes)
  return fitPhoto(file)
}

test('a JPEG and a PNG within the limits are sent as they are', async () => {
  expect(await fitted('a.jpg', await plain(1280, 960).jpeg().toBuffer())).toEqual({ kind: 'fits' })
  expect(await fitted('a.png', await plain(5_000, 5_000).png().toBuffer())).toEqual({ kind: 'fits' })
})

test.each([
  ['too many pixels', () => plain(6_000, 5_000).jpeg().toBuffer()],
  ['another format', () => plain(800, 600).webp().toBuffer()],
  ['too many bytes', () => sharp(Buffer.from(Uint8Array.from({ length: 2_100 * 2_100 * 3 }, (_, index) => (index * 2_654_435_761) >>> 7)), { raw: { width: 2_100, height: 2_100, channels: 3 } }).png({ compressionLevel: 0 }).toBuffer()],
])('a picture of %s is encoded anew within them', async (name, picture) => {
  const photo = await fitted(name, await picture())
  if (photo.kind !== 'encoded') throw new Error(`it is ${photo.kind}`)
  const { format, width, height } = await sharp(photo.bytes).metadata()
  expect(format).toBe('jpeg')
  expect(width + height).toBeLessThanOrEqual(10_000)
  expect(photo.bytes.length).toBeLessThanOrEqual(10 * 1_024 * 1_024)
})

test('a strip and a file that is no picture can not be sent', async () => {
  expect(await fitted('strip', await plain(2_100, 100).jpeg().toBuffer())).toEqual({ kind: 'unusable' })
  expect(await fitted('words', Buffer.from('no picture'))).toEqual({ kind: 'unusable' })
  expect(await fitPhoto(path.join(directory, 'nothing'))).toEqual({ kind: 'unusable' })
})
