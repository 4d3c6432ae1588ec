import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { hashDistance, isSamePhoto, sharedPhotos } from '@cars-bot/domain'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { photoHash } from './index.js'

let directory = ''

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'cars-photos-'))
})

afterAll(() => rm(directory, { recursive: true, force: true }))

/** A scene of shapes and grain, another one for each seed; like a photo it has tones everywhere. */
async function scene(seed: number): Promise<Buffer> {
  let state = seed * 2_654_435_761
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % below
  }
  const shapes = Array.from({ length: 14 }, () => {
    const colour = `rgb(${next(256)},${next(256)},${next(256)})`
    return next(2) === 0 ? `<ellipse cx="${next(1280)}" cy="${next(960)}" rx="${60 + next(300)}" ry="${40 + next(220)}" fill="${colour}"/>` : `<rect x="${next(1280)}" y="${next(960)}" width="${80 + next(500)}" height="${60 + next(400)}" fill="${colour}"/>`
  })
  return sharp(Buffer.from(`<svg width="1280" height="960"><rect width="1280" height="960" fill="#889"/>${shapes.join('')}</svg>`)).jpeg({ quality: 92 }).toBuffer()
}

async function hashOf(name: string, bytes: Buffer): Promise<bigint> {
  const file = path.join(directory, name)
  await writeFile(file, bytes)
  const hash = await photoHash(file)
  if (hash === null) throw new Error('the scene is plain')
  return hash
}

describe('photoHash', () => {
  test('a photo stays the same one when it is compressed anew, made smaller, brightened, or turned into another format', async () => {
    for (let seed = 1; seed <= 25; seed++) {
      const original = await scene(seed)
      const hash = await hashOf(`${seed}.jpg`, original)
      const copies = await Promise.all([
        sharp(original).jpeg({ quality: 35 }).toBuffer(),
        sharp(original).resize(800).jpeg({ quality: 70 }).toBuffer(),
        sharp(original).resize(320).jpeg({ quality: 60 }).toBuffer(),
        sharp(original).modulate({ brightness: 1.15 }).jpeg().toBuffer(),
        sharp(original).webp({ quality: 60 }).toBuffer(),
        sharp(original).composite([{ input: Buffer.from('<svg width="1280" height="960"><text x="980" y="940" font-size="32" fill="white">@channel</text></svg>') }]).jpeg({ quality: 80 }).toBuffer(),
      ])
      for (const [index, copy] of copies.entries()) expect.soft(hashDistance(hash, await hashOf(`${seed}-${index}`, copy)), `scene ${seed}, copy ${index}`).toBeLessThanOrEqual(8)
    }
  }, 60_000)

  test('no two of 80 scenes are taken for one photo', async () => {
    const hashes = await Promise.all(Array.from({ length: 80 }, async (_, index) => hashOf(`other-${index}`, await scene(1_000 + index))))
    const alike = hashes.flatMap((one, index) => hashes.slice(index + 1).filter((other) => isSamePhoto(one, other)))
    expect(alike).toEqual([])
  }, 60_000)

  test('a plain picture and a file that is no picture have no hash', async () => {
    const plain = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#345' } }).jpeg().toBuffer()
    await writeFile(path.join(directory, 'plain'), plain)
    await writeFile(path.join(directory, 'words'), 'no picture')
    expect(await photoHash(path.join(directory, 'plain'))).toBeNull()
    expect(await photoHash(path.join(directory, 'words'))).toBeNull()
  })

  test('each photo of the other post counts once', () => {
    expect(sharedPhotos([1n, 1n, 2n], [1n])).toBe(1)
    expect(sharedPhotos([0x0fn, -1n], [-1n, 0x0en])).toBe(2)
  })
})
