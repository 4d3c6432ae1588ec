import { createHash, randomUUID } from 'node:crypto'
import { access, mkdir, rename, rm, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { MediaStore } from './types.js'

export type { MediaStore } from './types.js'

/** Opens the store, making its folder. Files lie in 256 subfolders by the first two digits of their hash. */
export async function openMediaStore(directory: string): Promise<MediaStore> {
  await mkdir(directory, { recursive: true })
  const pathOf = (contentHash: string): string => {
    if (!/^[0-9a-f]{64}$/.test(contentHash)) throw new RangeError('not a SHA-256 in hexadecimal')
    return path.join(directory, contentHash.slice(0, 2), contentHash)
  }
  const has = async (contentHash: string): Promise<boolean> => access(pathOf(contentHash)).then(() => true, () => false)
  return {
    path: pathOf,
    has,
    async put(content) {
      const contentHash = createHash('sha256').update(content).digest('hex')
      if (!(await has(contentHash))) await writeWhole(pathOf(contentHash), content)
      return { contentHash, sizeBytes: content.byteLength }
    },
    async remove(contentHash) {
      return unlink(pathOf(contentHash)).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT') return false
          throw error
        },
      )
    },
  }
}

/** A crash leaves at most a temporary file, never half of one under its final name. */
async function writeWhole(target: string, content: Uint8Array): Promise<void> {
  const temporary = `${target}.${randomUUID()}.tmp`
  await mkdir(path.dirname(target), { recursive: true })
  try {
    await writeFile(temporary, content, { flush: true })
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
