import { Api } from 'telegram'
import { fromLong } from './longs.js'
import type { SourceMedia } from './types.js'

const imageTypes = new Set(['image/jpeg', 'image/png', 'image/webp'])

/** A photo, a video, or a picture sent as a file; null for everything else, round videos and stickers included. */
export function toSourceMedia(media: Api.TypeMessageMedia | null | undefined): SourceMedia | null {
  if (media instanceof Api.MessageMediaPhoto && media.photo instanceof Api.Photo) return fromPhoto(media.photo)
  if (media instanceof Api.MessageMediaDocument && media.document instanceof Api.Document) return fromDocument(media.document)
  return null
}

function fromPhoto(photo: Api.Photo): SourceMedia | null {
  const [largest] = photo.sizes.flatMap((size) => sizeOf(size) ?? []).sort((one, other) => other.area - one.area)
  if (!largest) return null
  return { kind: 'photo', sizeBytes: largest.bytes, mimeType: 'image/jpeg', location: { kind: 'photo', sizeType: largest.type, ...place(photo) } }
}

function sizeOf(size: Api.TypePhotoSize): { type: string; area: number; bytes: number } | null {
  if (size instanceof Api.PhotoSize) return { type: size.type, area: size.w * size.h, bytes: size.size }
  if (size instanceof Api.PhotoSizeProgressive) return { type: size.type, area: size.w * size.h, bytes: Math.max(0, ...size.sizes) }
  return null
}

function fromDocument(document: Api.Document): SourceMedia | null {
  const kind = kindOf(document)
  if (!kind) return null
  return { kind, sizeBytes: Number(fromLong(document.size)), mimeType: document.mimeType, location: { kind: 'document', sizeType: '', ...place(document) } }
}

function kindOf({ attributes, mimeType }: Api.Document): 'video' | 'image-document' | null {
  const video = attributes.find((attribute) => attribute instanceof Api.DocumentAttributeVideo)
  if (video) return video.roundMessage ? null : 'video'
  if (attributes.some((attribute) => attribute instanceof Api.DocumentAttributeSticker)) return null
  return imageTypes.has(mimeType) ? 'image-document' : null
}

function place(file: Api.Photo | Api.Document): { id: bigint; accessHash: bigint; fileReference: Uint8Array; dcId: number } {
  return { id: fromLong(file.id), accessHash: fromLong(file.accessHash), fileReference: file.fileReference, dcId: file.dcId }
}
