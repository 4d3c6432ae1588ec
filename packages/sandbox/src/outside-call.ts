import { setTimeout as delay } from 'node:timers/promises'
import type { Request, RequestHandler, Response } from 'express'
import type { SandboxContext } from './context.js'
import type { Fault, FaultTarget } from './faults.js'

type HttpTarget = Exclude<FaultTarget, 'mtproto'>

/** Before every stand-in, once it has read the body: records each call and lets the faults of its target happen. */
export function outsideCalls(context: Pick<SandboxContext, 'faults' | 'requests'>, target: HttpTarget): RequestHandler {
  const record = recordCalls(context, target)
  const fail = applyFaults(context, target)
  return (request, response, next) => record(request, response, () => fail(request, response, next))
}

/** Records each call when it has been answered (status 0: never answered), with the body as it was read by then. */
export function recordCalls({ requests }: Pick<SandboxContext, 'requests'>, target: HttpTarget): RequestHandler {
  return (request, response, next) => {
    const at = new Date().toISOString()
    response.once('close', () => {
      const { method, originalUrl: path, headers } = request
      const body: unknown = request.body ?? null
      requests.add({ at, target, method, path, headers, body, status: response.writableFinished ? response.statusCode : 0 })
    })
    next()
  }
}

/** Lets the faults of a target happen; an `error` answers in its shape. A fault with `isAfter` lets the stand-in act and touches its answer alone. */
export function applyFaults({ faults }: Pick<SandboxContext, 'faults'>, target: HttpTarget): RequestHandler {
  return (request, response, next) => {
    const fault = faults.take(target, request.originalUrl, ['error', 'delay', 'hang', 'disconnect'])
    if (!fault) return next()
    if (!fault.isAfter) return happen(fault, { target, request, response, goOn: next })
    const end = response.end.bind(response)
    response.end = (...answer: unknown[]) => {
      Object.assign(response, { end })
      happen(fault, { target, request, response, goOn: () => void Reflect.apply(end, response, answer) })
      return response
    }
    next()
  }
}

type Call = { target: HttpTarget; request: Request; response: Response; goOn: () => void }

function happen(fault: Fault, { target, request, response, goOn }: Call): void {
  switch (fault.kind) {
    case 'delay':
      void delay(fault.delayMs ?? 1_000).then(goOn)
      return
    case 'disconnect':
      request.socket.destroy()
      return
    case 'error': {
      const status = fault.status ?? 500
      if (fault.retryAfterSeconds !== undefined) response.setHeader('retry-after', String(fault.retryAfterSeconds))
      response.status(status).json(errorBody(target, status, fault))
      return
    }
    case 'hang':
    case 'drop-update':
    case 'wrong-answer':
      return
  }
}

function errorBody(target: HttpTarget, status: number, { retryAfterSeconds, code }: Fault): object {
  switch (target) {
    case 'bot-api':
      return {
        ok: false,
        error_code: status,
        description: status === 429 ? `Too Many Requests: retry after ${retryAfterSeconds ?? 1}` : 'Internal Server Error',
        ...(status === 429 ? { parameters: { retry_after: retryAfterSeconds ?? 1 } } : {}),
      }
    case 'openai':
      return { error: { message: `injected ${status}`, type: code ?? (status === 429 ? 'rate_limit_exceeded' : 'server_error'), param: null, code: code ?? null } }
    case 'yookassa':
      return { type: 'error', id: crypto.randomUUID(), code: status === 429 ? 'too_many_requests' : 'internal_server_error', description: `injected ${status}` }
    case 'sheets':
      return { error: { code: status, message: `injected ${status}`, status: status === 429 ? 'RESOURCE_EXHAUSTED' : 'INTERNAL' } }
  }
}
