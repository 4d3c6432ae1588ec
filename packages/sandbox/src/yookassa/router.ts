import express, { Router, type NextFunction, type Request, type Response } from 'express'
import { ControlFailure } from '../control/failure.js'
import type { SandboxContext } from '../context.js'
import { outsideCalls } from '../outside-call.js'
import { checkoutRoutes } from './checkout-routes.js'
import { createIdempotence } from './idempotence.js'
import { openShop, type Shop } from './shop.js'
import { invalidRequest, YooKassaFailure, type Payment } from './types.js'

export type YooKassaStandIn = {
  router: Router
  /** Newest first. */
  listPayments(): Payment[]
  /** A person pays, or gives up; refused with 409 when the payment is past that. */
  succeedPayment(id: string): Promise<void>
  cancelPayment(id: string): Promise<void>
  close(): Promise<void>
}

/** `/v3/…` (yookassa.ru/developers/api) and `/checkout/<id>`, the page where a person pays. */
export function createYooKassaRouter(context: SandboxContext): YooKassaStandIn {
  const shop = openShop(context)
  const router = Router()
  router.use('/v3', express.json({ limit: '1mb' }), outsideCalls(context, 'yookassa'), authorised(context), apiRoutes(shop))
  router.use('/v3', refusal)
  router.use('/checkout', checkoutRoutes(shop))
  return {
    router,
    listPayments: () => shop.all(),
    succeedPayment: async (id) => byControl(() => shop.pay(id)),
    cancelPayment: async (id) => byControl(() => shop.decline(id)),
    close: () => shop.close(),
  }
}

function apiRoutes(shop: Shop): Router {
  const api = Router()
  const once = createIdempotence()
  api.use((request, _response, next) => {
    const isJson = request.method !== 'POST' || !Number(request.header('content-length') ?? 0) || request.is('application/json')
    next(isJson ? undefined : new YooKassaFailure(415, 'invalid_request', 'Content type must be application/json', 'Content-Type'))
  })
  api.post('/payments', once((request) => shop.create(request.body)))
  api.get('/payments', (request, response) => void response.json(shop.list(request.query)))
  api.get('/payments/:id', (request, response) => void response.json(shop.get(request.params.id)))
  api.post('/payments/:id/capture', once((request) => shop.capture(String(request.params['id']), request.body)))
  api.post('/payments/:id/cancel', once((request) => shop.cancel(String(request.params['id']))))
  api.post('/refunds', once((request) => shop.refund(request.body)))
  api.get('/refunds', (request, response) => void response.json(shop.listRefunds(request.query)))
  api.get('/refunds/:id', (request, response) => void response.json(shop.getRefund(request.params.id)))
  api.use((_request, _response, next) => next(new YooKassaFailure(404, 'not_found', 'Method is not found')))
  return api
}

function authorised({ config }: Pick<SandboxContext, 'config'>): (request: Request, response: Response, next: NextFunction) => void {
  const expected = `Basic ${Buffer.from(`${config.yooKassa.shopId}:${config.yooKassa.secretKey}`).toString('base64')}`
  return (request, _response, next) => {
    next(request.header('authorization') === expected ? undefined : new YooKassaFailure(401, 'invalid_credentials', 'Error in shopId or secret key. Check their validity.'))
  }
}

function refusal(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  const failure = error instanceof SyntaxError ? invalidRequest('body', 'Body is no JSON') : error
  if (!(failure instanceof YooKassaFailure)) return next(failure)
  const { status, code, description, parameter } = failure
  response.status(status).json({ type: 'error', id: crypto.randomUUID(), code, description, ...(parameter ? { parameter } : {}) })
}

async function byControl(act: () => void): Promise<void> {
  try {
    act()
  } catch (error) {
    if (error instanceof YooKassaFailure) throw new ControlFailure(error.status === 404 ? 404 : 409, error.description)
    throw error
  }
  await Promise.resolve()
}
