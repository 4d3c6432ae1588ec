import { sha256 } from './digests.js'
import { RpcFailure } from './rpc-failure.js'
import type { WorldFile } from '../telegram/world.js'

export type FileReferences = {
  of(file: WorldFile): Buffer
  /** Throws FILE_REFERENCE_EXPIRED for a reference handed out before the last `expireAll`. */
  check(file: WorldFile, reference: Buffer): void
  expireAll(): void
}

/** File references (https://core.telegram.org/api/file_reference): once expired, only fetching the message again gives a good one. */
export function createFileReferences(): FileReferences {
  let epoch = 1
  return {
    of: (file) => reference(file, epoch),
    check(file, given) {
      if (given.length === 0) throw new RpcFailure('FILE_REFERENCE_EMPTY')
      const givenEpoch = given.length === 20 ? given.readUInt32BE(0) : 0
      if (!given.equals(reference(file, givenEpoch)) || givenEpoch < 1 || givenEpoch > epoch) throw new RpcFailure('FILE_REFERENCE_INVALID')
      if (givenEpoch < epoch) throw new RpcFailure('FILE_REFERENCE_EXPIRED')
    },
    expireAll() {
      epoch += 1
    },
  }
}

function reference(file: WorldFile, epoch: number): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(epoch)
  return Buffer.concat([head, sha256(head, Buffer.from(`file reference ${file.id}`)).subarray(0, 16)])
}
