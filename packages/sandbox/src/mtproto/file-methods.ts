import { Api } from 'telegram'
import type { WorldFile } from '../telegram/world.js'
import { toBigint } from './long.js'
import { method, type Method } from './method.js'
import { RpcFailure } from './rpc-failure.js'
import type { Call } from './server-state.js'
import { fileAccessHash, fileDcId, photoSizeType, worldFileIdOf } from './tl-file.js'

const mebibyte = 1024 * 1024

export const fileMethods: Method[] = [
  method(Api.upload.GetFile, (call, request) => {
    const file = locate(call, request.location)
    const dcId = file.dcId ?? fileDcId
    if (call.connection.key?.dcId !== dcId) throw new RpcFailure(`FILE_MIGRATE_${dcId}`)
    const offset = request.offset.toJSNumber()
    checkPart(offset, request.limit, request.precise === true)
    return new Api.upload.File({ type: fileType(file), mtime: 0, bytes: partOf(call, file, { offset, limit: request.limit }) })
  }),
]

/** A `wrong-answer` fault, `short`, gives half of what was asked for. */
function partOf({ state }: Call, file: WorldFile, { offset, limit }: { offset: number; limit: number }): Buffer {
  const part = file.bytes.subarray(offset, offset + limit)
  const isShort = state.faults.take('mtproto', 'upload.getFile', ['wrong-answer'])?.answer === 'short'
  return isShort ? part.subarray(0, part.length / 2) : part
}

function locate(call: Call, location: unknown): WorldFile {
  if (!(location instanceof Api.InputPhotoFileLocation) && !(location instanceof Api.InputDocumentFileLocation)) throw new RpcFailure('LOCATION_INVALID')
  const file = call.state.world.files.get(worldFileIdOf(toBigint(location.id)))
  const isPhoto = location instanceof Api.InputPhotoFileLocation
  if (!file || isPhoto !== (file.kind === 'photo') || !fileAccessHash(file).eq(location.accessHash)) throw new RpcFailure('FILE_ID_INVALID')
  call.state.files.check(file, location.fileReference)
  if (location.thumbSize !== (isPhoto ? photoSizeType(file) : '')) throw new RpcFailure('LOCATION_INVALID')
  return file
}

/** The rules of https://core.telegram.org/api/files#downloading-files. */
function checkPart(offset: number, limit: number, isPrecise: boolean): void {
  const unit = isPrecise ? 1024 : 4096
  if (offset < 0 || offset % unit !== 0) throw new RpcFailure('OFFSET_INVALID')
  const isLimitRight = limit > 0 && limit % unit === 0 && (isPrecise ? limit <= mebibyte : mebibyte % limit === 0)
  if (!isLimitRight || Math.floor(offset / mebibyte) !== Math.floor((offset + limit - 1) / mebibyte)) throw new RpcFailure('LIMIT_INVALID')
}

function fileType(file: WorldFile): Api.storage.TypeFileType {
  if (file.mimeType === 'image/jpeg') return new Api.storage.FileJpeg()
  if (file.mimeType === 'image/png') return new Api.storage.FilePng()
  return file.mimeType === 'video/mp4' ? new Api.storage.FileMp4() : new Api.storage.FileUnknown()
}
