import { carPicture, photoSize } from '../telegram/picture.js'
import type { TelegramWorld, WorldFile } from '../telegram/world.js'
import { ControlFailure } from './failure.js'

export type FileKind = 'photo' | 'video' | 'document'

/** A new picture of a car as a photo or as a file, or a clip: no two files of a world are alike. At least `leastBytes` large. */
export function newFile(world: TelegramWorld, kind: FileKind, leastBytes = 0): WorldFile {
  const seed = world.files.size + 1
  const content = kind === 'video' ? clip(seed) : carPicture(seed)
  const bytes = content.length < leastBytes ? Buffer.concat([content, Buffer.alloc(leastBytes - content.length)]) : content
  return world.addFile({ kind, mimeType: kind === 'video' ? 'video/mp4' : 'image/png', bytes, width: 640, height: 480 })
}

/** A photo with a content of the caller's: PNG or JPEG. */
export function givenPhoto(world: TelegramWorld, bytes: Buffer): WorldFile {
  const size = photoSize(bytes)
  if (!size) throw new ControlFailure(400, 'pictures: neither a PNG nor a JPEG')
  return world.addFile({ kind: 'photo', mimeType: bytes[0] === 0xff ? 'image/jpeg' : 'image/png', bytes, ...size })
}

/** An MP4 file by its boxes (ISO/IEC 14496-12): its type, and free space with the seed in it; there is nothing to see. */
function clip(seed: number): Buffer {
  return Buffer.concat([box('ftyp', Buffer.from('isom\0\0\x02\0isommp41', 'latin1')), box('free', Buffer.from(`clip ${seed}`)), box('mdat', Buffer.alloc(4_096, seed % 256))])
}

function box(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(content.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, content])
}
