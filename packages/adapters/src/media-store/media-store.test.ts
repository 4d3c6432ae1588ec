import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openMediaStore, type MediaStore } from './index.js'

let directory = ''
let store: MediaStore
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'cars-media-'))
  store = await openMediaStore(path.join(directory, 'not', 'there', 'yet'))
})
afterEach(() => rm(directory, { recursive: true }))

const photo = new TextEncoder().encode('a photo')

async function files(): Promise<string[]> {
  return (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name)
}

test('a file is found by the SHA-256 of its content, whole', async () => {
  const { contentHash, sizeBytes } = await store.put(photo)
  expect(contentHash).toBe(createHash('sha256').update(photo).digest('hex'))
  expect(sizeBytes).toBe(7)
  expect(new Uint8Array(await readFile(store.path(contentHash)))).toEqual(photo)
})

test('the same content, put many times at once, is one file and leaves no others behind', async () => {
  const put = await Promise.all(Array.from({ length: 10 }, () => store.put(photo)))
  expect(await files()).toEqual([put[0]?.contentHash])
})

test('a removed file is gone, and removing it again says there was none', async () => {
  const { contentHash } = await store.put(photo)
  expect(await store.has(contentHash)).toBe(true)
  expect(await store.remove(contentHash)).toBe(true)
  expect(await store.has(contentHash)).toBe(false)
  expect(await store.remove(contentHash)).toBe(false)
})

test('a second process that opens the folder sees what the first has put', async () => {
  const { contentHash } = await store.put(photo)
  expect(await (await openMediaStore(path.join(directory, 'not', 'there', 'yet'))).has(contentHash)).toBe(true)
})

test('no name leads out of the folder', async () => {
  for (const name of ['../../etc/passwd', '', 'A'.repeat(64), `${'0'.repeat(63)}/`]) expect(() => store.path(name)).toThrow(RangeError)
  await expect(store.remove('../secret')).rejects.toThrow(RangeError)
})
