import { setTimeout as delay } from 'node:timers/promises'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import type { SandboxContext } from './context.js'
import type { FaultTarget } from './faults.js'

/**
 * Before every stand-in: records each call when it has been answered (status 0: never answered) and lets the faults of its target happen.
 * An `error` fault answers in the shape of its target.
 */
export function outsideCalls(context: Pick<SandboxContext, 'faults' | 'requests'>, target: Exclude<FaultTarget, 'mtproto'>): RequestHandler {
  return async (request: Request, response: Response, next: NextFunction) => {
    const at = new Date().toISOString()
    response.once('close', () => {
      const { method, originalUrl: path, headers } = request
      const body: unknown = request.body ?? null
      context.requests.add({ at, target, method, path, headers, body, status: response.writableFinished ? response.statusCode : 0 })
    })
    const fault = context.faults.take(target, request.originalUrl, ['error', 'delay', 'hang', 'disconnect'])
    switch (fault?.kind) {
      case 'delay':
        await delay(fault.delayMs ?? 1_000)
        return next()
      case 'hang':
        return
      case 'disconnect':
        request.socket.destroy()
        return
      case 'error': {
        const status = fault.status ?? 500
        if (fault.retryAfterSeconds !== undefined) response.setHeader('retry-after', String(fault.retryAfterSeconds))
        response.status(status).json(errorBody(target, status, fault.retryAfterSeconds))
        return
      }
      case 'drop-update':
      case 'wrong-answer':
      case undefined:
        return next()
    }
  }
}

function errorBody(target: Exclude<FaultTarget, 'mtproto'>, status: number, retryAfterSeconds: number | undefined): object {
  switch (target) {
    case 'bot-api':
      return {
        ok: false,
        error_code: status,
        description: status === 429 ? `Too Many Requests: retry after ${retryAfterSeconds ?? 1}` : 'Internal Server Error',
        ...(status === 429 ? { parameters: { retry_after: retryAfterSeconds ?? 1 } } : {}),
      }
    case 'openai':
      return { error: { message: `injected ${status}`, type: status === 429 ? 'rate_limit_exceeded' : 'server_error', param: null, code: null } }
    case 'yookassa':
      return { type: 'error', id: crypto.randomUUID(), code: status === 429 ? 'too_many_requests' : 'internal_server_error', description: `injected ${status}` }
    case 'sheets':
      return { error: { code: status, message: `injected ${status}`, status: status === 429 ? 'RESOURCE_EXHAUSTED' : 'INTERNAL' } }
  }
}
