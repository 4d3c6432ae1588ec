import { Api, errors, type TelegramClient } from 'telegram'
import bigInt from 'big-integer'
import type { DownloadConnections } from './download-connections.js'
import { toLong } from './longs.js'
import { RefusedError, UnansweredError } from './mtproto-errors.js'
import type { Requests } from './requests.js'
import type { ChannelAddress, MediaLocation, SourceMedia, SourceMessage, UserSession } from './types.js'

/** upload.getFile allows parts of whole 4 KiB that divide a MiB (https://core.telegram.org/api/files#downloading-files). */
const partSize = 256 * 1024
const partTimeoutMs = 10_000
const partAttempts = 3
/** For a key exchange and the transfer of the login to another data centre. */
const loginTimeoutMs = 20_000

export type Downloader = {
  /** File references live for hours only; after FILE_REFERENCE_EXPIRED the message is fetched anew, once. */
  downloadMedia: UserSession['downloadMedia']
}

export type DownloaderOptions = {
  requests: Requests
  messagesByIds: UserSession['messagesByIds']
  /** Undefined while there is no connection at all. */
  connections: () => DownloadConnections | undefined
}

/** Downloads part by part with a timeout each: what GramJS has under way on a download connection is lost without an error when that connection breaks. */
export function createDownloader({ requests, messagesByIds, connections }: DownloaderOptions): Downloader {
  // How often a data centre's connection was dropped: of several downloads that a break hits only the first drops it.
  const drops = new Map<number, number>()
  return {
    async downloadMedia(channel, message) {
      try {
        return await download(mediaOf(message))
      } catch (error) {
        const isExpired = error instanceof RefusedError && error.code.startsWith('FILE_REFERENCE_')
        if (!isExpired) throw error
        return await download(mediaOf(await refetched(channel, message, error)))
      }
    },
  }

  async function refetched(channel: ChannelAddress, message: SourceMessage, cause: unknown): Promise<SourceMessage> {
    const [fresh] = await messagesByIds(channel, [message.id])
    if (!fresh) throw new RefusedError('MESSAGE_ID_INVALID', 'upload.GetFile', { cause })
    return fresh
  }

  async function download({ location, sizeBytes }: SourceMedia): Promise<Uint8Array> {
    const parts: Buffer[] = []
    for (let offset = 0; ; offset += partSize) {
      const part = await fetchPart(location, offset)
      parts.push(part)
      if (part.length < partSize || offset + partSize >= sizeBytes) break
    }
    const content = Buffer.concat(parts)
    if (content.length === 0 || content.length < sizeBytes) throw new Error(`upload.GetFile gave ${content.length} of ${sizeBytes} bytes`)
    return content
  }

  async function fetchPart(location: MediaLocation, offset: number): Promise<Buffer> {
    const request = new Api.upload.GetFile({ location: toFileLocation(location), offset: bigInt(offset), limit: partSize })
    let dcId = location.dcId
    for (let attempt = 1; ; attempt += 1) {
      const dropsBefore = drops.get(dcId) ?? 0
      try {
        // Of its own, so that a flood wait on it delays nothing else.
        if (connections()?.needsLogin(dcId)) await requests.run('auth.ExportAuthorization', loginTimeoutMs, (client) => client.getSender(dcId))
        const answer = await requests.run('upload.GetFile', partTimeoutMs, (client) => ask(client, request, dcId))
        if (answer instanceof Api.upload.FileCdnRedirect) throw new RefusedError('CDN_REDIRECT', 'upload.GetFile')
        return answer.bytes
      } catch (error) {
        const isElsewhere = error instanceof errors.FileMigrateError
        if (error instanceof UnansweredError || error instanceof TransferLostError) drop(dcId, dropsBefore)
        else if (!isElsewhere) throw error
        if (attempt >= partAttempts) throw error
        if (isElsewhere) dcId = error.newDc
      }
    }
  }

  async function ask(client: TelegramClient, request: Api.upload.GetFile, dcId: number): Promise<Api.upload.TypeFile> {
    try {
      return await client.invoke(request, dcId)
    } catch (error) {
      throw connections()?.isForeign(dcId) ? transferLost(error) : error
    }
  }

  function drop(dcId: number, dropsBefore: number): void {
    if ((drops.get(dcId) ?? 0) !== dropsBefore) return
    drops.set(dcId, dropsBefore + 1)
    connections()?.drop(dcId)
  }
}

/** Another data centre has forgotten the login that was transferred to it; the session itself is as good as before. */
class TransferLostError extends Error {
  override name = 'TransferLostError'
}

function transferLost(error: unknown): unknown {
  const isUnauthorized = error instanceof errors.RPCError && error.code === 401
  return isUnauthorized ? new TransferLostError(`upload.GetFile was refused: ${error.errorMessage}`, { cause: error }) : error
}

function mediaOf({ media }: SourceMessage): SourceMedia {
  if (!media) throw new RefusedError('MEDIA_EMPTY', 'upload.GetFile')
  return media
}

function toFileLocation({ kind, id, accessHash, fileReference, sizeType }: MediaLocation): Api.TypeInputFileLocation {
  const place = { id: toLong(id), accessHash: toLong(accessHash), fileReference: Buffer.from(fileReference), thumbSize: sizeType }
  return kind === 'photo' ? new Api.InputPhotoFileLocation(place) : new Api.InputDocumentFileLocation(place)
}
