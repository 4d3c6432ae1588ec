import { Api } from 'telegram'
import type { WorldFile } from '../telegram/world.js'
import { sha256 } from './digests.js'
import type { FileReferences } from './file-references.js'
import { type Long, toLong } from './long.js'

export const fileDcId = 2

const firstFileId = 5_200_000_000_000_000_000n

export function fileIdOf(file: WorldFile): bigint {
  return firstFileId + BigInt(file.id)
}

export function worldFileIdOf(id: bigint): string {
  return String(id - firstFileId)
}

export function fileAccessHash(file: WorldFile): Long {
  return toLong(sha256(Buffer.from(`file access ${file.id}`)).readBigInt64LE(0))
}

/** Photos as MessageMediaPhoto, everything else (videos, files, pictures sent as files) as MessageMediaDocument. */
export function toMedia(file: WorldFile, date: Date, references: FileReferences): Api.TypeMessageMedia {
  const common = { id: toLong(fileIdOf(file)), accessHash: fileAccessHash(file), fileReference: references.of(file), date: seconds(date), dcId: file.dcId ?? fileDcId }
  if (file.kind === 'photo') {
    const size = new Api.PhotoSize({ type: photoSizeType(file), w: file.width, h: file.height, size: file.bytes.length })
    return new Api.MessageMediaPhoto({ photo: new Api.Photo({ ...common, sizes: [size] }) })
  }
  const document = new Api.Document({ ...common, mimeType: file.mimeType, size: toLong(file.bytes.length), attributes: documentAttributes(file) })
  return new Api.MessageMediaDocument({ document, video: file.kind === 'video' })
}

/** The letter for a picture's longer side (https://core.telegram.org/api/files#image-thumbnail-types). */
export function photoSizeType(file: WorldFile): 'm' | 'x' | 'y' | 'w' {
  const longer = Math.max(file.width, file.height)
  if (longer <= 320) return 'm'
  if (longer <= 800) return 'x'
  return longer <= 1280 ? 'y' : 'w'
}

function documentAttributes(file: WorldFile): Api.TypeDocumentAttribute[] {
  const extension = file.mimeType.split('/')[1] ?? 'bin'
  const name = new Api.DocumentAttributeFilename({ fileName: `${file.kind}_${file.id}.${extension}` })
  if (file.kind === 'video') return [new Api.DocumentAttributeVideo({ supportsStreaming: true, duration: 1, w: file.width, h: file.height }), name]
  return file.mimeType.startsWith('image/') ? [new Api.DocumentAttributeImageSize({ w: file.width, h: file.height }), name] : [name]
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}
