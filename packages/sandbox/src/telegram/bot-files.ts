import type { File } from '@telegraf/types'
import type { BotCall } from './bot-call.js'
import { BotFailure, badRequest } from './bot-failure.js'
import { fileIdOf } from './bot-message.js'
import { textOf, type Upload } from './bot-parameters.js'
import { photoSize } from './picture.js'
import type { WorldFile } from './world.js'

const megabyte = 1_024 * 1_024
const maxPhotoBytes = 10 * megabyte
const maxUploadBytes = 50 * megabyte
const maxDownloadBytes = 20 * megabyte

/** A photo or video to send: an upload, `attach://` to one, or a file id this bot was given (core.telegram.org/bots/api#sending-files). */
export function mediaFile(call: BotCall, kind: 'photo' | 'video', reference: string): WorldFile {
  if (reference === '') throw badRequest(`there is no ${kind} in the request`)
  if (reference.startsWith('attach://')) {
    const upload = call.parameters.uploads.get(reference.slice('attach://'.length))
    if (!upload) throw badRequest(`can't parse media: file "${reference}" is not attached`)
    return uploadedFile(call, kind, upload)
  }
  if (/^https?:/i.test(reference)) throw badRequest('failed to get HTTP URL content')
  const file = knownFile(call, reference)
  if (file.kind !== kind) throw badRequest(`can't use file of type ${titled(file.kind)} as ${titled(kind)}`)
  return file
}

/** A photo is at most 10 MB, its sides at most 10 000 together and 20 to 1 (core.telegram.org/bots/api#sendphoto); anything at most 50 MB. */
export function uploadedFile({ context }: Pick<BotCall, 'context'>, kind: 'photo' | 'video', { bytes, mimeType }: Upload): WorldFile {
  if (bytes.length === 0) throw badRequest('file must be non-empty')
  if (bytes.length > maxUploadBytes) throw new BotFailure(413, 'Request Entity Too Large')
  if (kind === 'video') return context.world.addFile({ kind, mimeType: 'video/mp4', bytes, width: 1280, height: 720 })
  if (bytes.length > maxPhotoBytes) throw badRequest(`file of size ${bytes.length} bytes is too big for a photo; the maximum size is ${maxPhotoBytes} bytes`)
  const size = photoSize(bytes)
  if (!size) throw badRequest('IMAGE_PROCESS_FAILED')
  const { width, height } = size
  if (width + height > 10_000 || Math.max(width, height) > 20 * Math.min(width, height)) throw badRequest('PHOTO_INVALID_DIMENSIONS')
  return context.world.addFile({ kind, mimeType, bytes, width, height })
}

/** A file can be downloaded up to 20 MB (core.telegram.org/bots/api#getfile). */
export function getFile(call: BotCall): File {
  const file = knownFile(call, textOf(call.parameters, 'file_id'))
  if (file.bytes.length > maxDownloadBytes) throw badRequest('file is too big')
  return { file_id: fileIdOf(call.state, file), file_unique_id: `u${file.id}`, file_size: file.bytes.length, file_path: `files/${file.id}` }
}

function knownFile({ context, state }: Pick<BotCall, 'context' | 'state'>, fileId: string): WorldFile {
  const file = context.world.files.get(state.fileIds.get(fileId) ?? '')
  if (!file) throw badRequest('wrong file identifier/HTTP URL specified')
  return file
}

function titled(kind: string): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1)
}
