import { Api } from 'telegram'
import { RpcFailure } from './rpc-failure.js'
import { userById, type Call, type GuestCall } from './server-state.js'
import { tlInt } from './tl-bytes.js'

/** One method of the API: its name as Telegram writes it (`channels.joinChannel`) and the serialized answer it gives. */
export type Method = { name: string; answer(call: GuestCall, request: unknown): Promise<Buffer> }

type RequestType<Request> = { new (args: never): Request; className: string }

/** A method for logged-in users; anyone else gets AUTH_KEY_UNREGISTERED. The answer's type is the one the TL schema promises. */
export function method<Request extends { __response: unknown }>(
  type: RequestType<Request>,
  answer: (call: Call, request: Request) => Request['__response'] | Promise<Request['__response']>,
): Method {
  return guestMethod(type, (call, request) => {
    const userId = call.connection.key?.userId ?? null
    const user = userId === null ? undefined : userById(call.state.world, userId)
    if (!user) throw new RpcFailure('AUTH_KEY_UNREGISTERED')
    return answer({ ...call, user }, request)
  })
}

/** A method that works before a login as well. */
export function guestMethod<Request extends { __response: unknown }>(
  type: RequestType<Request>,
  answer: (call: GuestCall, request: Request) => Request['__response'] | Promise<Request['__response']>,
): Method {
  return {
    name: methodName(type.className),
    async answer(call, request) {
      if (!(request instanceof type)) throw new RpcFailure('INPUT_REQUEST_INVALID')
      return serialize(await answer(call, request))
    },
  }
}

/** `channels.JoinChannel`, as GramJS names the class, is `channels.joinChannel`. */
export function methodName(className: string): string {
  return className.replace(/(^|\.)([A-Z])/, (_, dot: string, letter: string) => dot + letter.toLowerCase())
}

function serialize(answer: unknown): Buffer {
  if (answer === true) return tlInt(0x997275b5)
  if (answer === false) return tlInt(0xbc799737)
  if (Array.isArray(answer)) return Buffer.concat([tlInt(0x1cb5c415), tlInt(answer.length), ...answer.map((item: unknown) => serialize(item))])
  if (isTlObject(answer)) return answer.getBytes()
  throw new Error('a method gave an answer that has no serialized form')
}

/** What `getBytes` returns is trusted, as all TL objects here are GramJS's own. */
function isTlObject(value: unknown): value is Api.VirtualClass<void> {
  return typeof value === 'object' && value !== null && 'getBytes' in value && typeof value.getBytes === 'function'
}
