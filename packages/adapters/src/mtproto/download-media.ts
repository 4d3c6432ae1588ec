import { Api } from 'telegram'
import { toLong } from './longs.js'
import { RefusedError } from './mtproto-errors.js'
import type { Requests } from './requests.js'
import type { ChannelAddress, MediaLocation, SourceMessage, UserSession } from './types.js'

/** upload.getFile allows parts of up to 512 KiB that divide a MiB (https://core.telegram.org/api/files#downloading-files). */
const partSizeKb = 512
const timeoutMs = 60_000
const slowestBytesPerSecond = 200_000

type MessagesByIds = UserSession['messagesByIds']

/** File references live for hours only; after FILE_REFERENCE_EXPIRED the message is fetched anew, once. */
export async function downloadMedia(requests: Requests, messagesByIds: MessagesByIds, channel: ChannelAddress, message: SourceMessage): Promise<Uint8Array> {
  try {
    return await download(requests, message)
  } catch (error) {
    const isExpired = error instanceof RefusedError && error.code.startsWith('FILE_REFERENCE_')
    if (!isExpired) throw error
    const [fresh] = await messagesByIds(channel, [message.id])
    if (!fresh) throw new RefusedError('MESSAGE_ID_INVALID', 'upload.GetFile', { cause: error })
    return await download(requests, fresh)
  }
}

async function download(requests: Requests, { media }: SourceMessage): Promise<Uint8Array> {
  if (!media) throw new RefusedError('MEDIA_EMPTY', 'upload.GetFile')
  const { location, sizeBytes } = media
  const allowedMs = timeoutMs + (sizeBytes / slowestBytesPerSecond) * 1000
  const content = await requests.run('upload.GetFile', allowedMs, (client) => client.downloadFile(toFileLocation(location), { dcId: location.dcId, partSizeKb }))
  if (!Buffer.isBuffer(content) || content.length === 0) throw new Error('upload.GetFile gave no bytes')
  return content
}

function toFileLocation({ kind, id, accessHash, fileReference, sizeType }: MediaLocation): Api.TypeInputFileLocation {
  const place = { id: toLong(id), accessHash: toLong(accessHash), fileReference: Buffer.from(fileReference), thumbSize: sizeType }
  return kind === 'photo' ? new Api.InputPhotoFileLocation(place) : new Api.InputDocumentFileLocation(place)
}
