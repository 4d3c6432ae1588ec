import { setTimeout as delay } from 'node:timers/promises'
import { Api, extensions } from 'telegram'
import type { Fault } from '../faults.js'
import { channelMethods } from './channel-methods.js'
import type { ClientConnection } from './connection.js'
import { dialogMethods } from './dialog-methods.js'
import { fileMethods } from './file-methods.js'
import { helpMethods } from './help-methods.js'
import { historyMethods } from './history-methods.js'
import { jsonSafe } from './json-safe.js'
import { loginMethods } from './login-methods.js'
import type { MainConnections } from './main-connections.js'
import { methodName } from './method.js'
import { RpcFailure } from './rpc-failure.js'
import type { ServerState } from './server-state.js'
import { updateMethods } from './update-methods.js'
import { userMethods } from './user-methods.js'

const methods = new Map(
  [channelMethods, dialogMethods, fileMethods, helpMethods, historyMethods, loginMethods, updateMethods, userMethods].flat().map((one) => [one.name, one]),
)

/** What only a download connection sends. */
const sideMethods = /^(upload\.|auth\.importAuthorization$)/

/**
 * Answers one request: takes it out of its wrappers, lets the faults have it first, refuses a dead auth key, finds the method, records the
 * request. Null stands for no answer at all (a `hang` or `disconnect` fault).
 */
export async function answerRequest(state: ServerState, mains: MainConnections, connection: ClientConnection, body: Buffer): Promise<Buffer | null> {
  const at = new Date().toISOString()
  const { name, request } = readRequest(connection, body)
  const record = (status: number): void => {
    state.requests.add({ at, target: 'mtproto', method: name, path: '', headers: {}, body: jsonSafe(request), status })
  }
  try {
    await claimKey(mains, connection, name)
    const isAnswered = await suffer(state, connection, name)
    if (!isAnswered) {
      record(0)
      return null
    }
    const found = methods.get(name)
    if (!found) throw new RpcFailure('METHOD_INVALID')
    const answer = await found.answer({ state, connection }, request)
    record(200)
    return answer
  } catch (error) {
    const failure = error instanceof RpcFailure ? error : new RpcFailure('INTERNAL')
    if (failure !== error) state.log.error('mtproto method failed', { method: name, error })
    record(failure.code)
    return new Api.RpcError({ errorCode: failure.code, errorMessage: failure.message }).getBytes()
  }
}

async function claimKey(mains: MainConnections, connection: ClientConnection, name: string): Promise<void> {
  if (!sideMethods.test(name)) {
    connection.isMain = true
    await mains.claim(connection)
  }
  if (connection.key?.isDuplicated) throw new RpcFailure('AUTH_KEY_DUPLICATED')
}

/** True when the request is still to be answered. */
async function suffer(state: ServerState, connection: ClientConnection, name: string): Promise<boolean> {
  const fault = state.faults.take('mtproto', name, ['error', 'delay', 'hang', 'disconnect'])
  if (!fault) return true
  if (fault.kind === 'error') throw injectedFailure(state, fault)
  if (fault.kind === 'delay') {
    await delay(fault.delayMs ?? 1000, undefined, { ref: false })
    return true
  }
  if (fault.kind === 'disconnect') connection.close()
  return false
}

/** An expired file reference stays expired: every reference handed out so far is worthless, as it is with the real thing. */
function injectedFailure(state: ServerState, fault: Fault): RpcFailure {
  const message = fault.rpcError ?? (fault.retryAfterSeconds === undefined ? 'INTERNAL' : `FLOOD_WAIT_${fault.retryAfterSeconds}`)
  if (message === 'FILE_REFERENCE_EXPIRED') state.files.expireAll()
  return new RpcFailure(message, fault.status)
}

function readRequest(connection: ClientConnection, body: Buffer): { name: string; request: unknown } {
  let request = parse(body)
  while (isWrapper(request)) {
    if (request instanceof Api.InvokeWithoutUpdates) connection.receivesUpdates = false
    request = request.query
  }
  const className = typeof request === 'object' && request !== null && 'className' in request ? String(request.className) : 'unknown'
  return { name: methodName(className), request }
}

/** Null for what the schema of this layer does not know, and for what only a server may send (GramJS reads that asynchronously). */
function parse(body: Buffer): unknown {
  try {
    const parsed: unknown = new extensions.BinaryReader(body).tgReadObject()
    if (!(parsed instanceof Promise)) return parsed
    parsed.catch(() => {})
    return null
  } catch {
    return null
  }
}

type Wrapper = Api.InvokeWithLayer | Api.InitConnection | Api.InvokeWithoutUpdates | Api.InvokeAfterMsg | Api.InvokeAfterMsgs

function isWrapper(request: unknown): request is Wrapper {
  return wrappers.some((type) => request instanceof type)
}

const wrappers = [Api.InvokeWithLayer, Api.InitConnection, Api.InvokeWithoutUpdates, Api.InvokeAfterMsg, Api.InvokeAfterMsgs]
