import { createHash } from 'node:crypto'
import express, { Router, type NextFunction, type Request, type Response } from 'express'
import { ControlFailure } from '../control/failure.js'
import type { SandboxContext } from '../context.js'
import { outsideCalls } from '../outside-call.js'
import { checkoutPage } from './checkout-page.js'
import { openShop, type Shop } from './shop.js'
import { YooKassaFailure, type Payment } from './types.js'

const rememberedMs = 24 * 3_600_000

/** `/v3/…` (yookassa.ru/developers/api) and `/checkout/<id>`, the page where a person pays. */
export function createYooKassaRouter(context: SandboxContext): {
  router: Router
  listPayments(): Payment[]
  succeedPayment(id: string): Promise<void>
  cancelPayment(id: string): Promise<void>
  close(): Promise<void>
} {
  const shop = openShop(context)
  const router = Router()
  router.use('/v3', express.json({ limit: '1mb' }), outsideCalls(context, 'yookassa'), authorised(context), apiRoutes(shop), refusal)
  router.use('/checkout', checkoutRoutes(shop))
  return {
    router,
    listPayments: () => shop.list(),
    async succeedPayment(id) {
      await byControl(() => shop.succeed(id))
    },
    async cancelPayment(id) {
      await byControl(() => void shop.cancel(id, 'general_decline'))
    },
    close: () => shop.close(),
  }
}

function apiRoutes(shop: Shop): Router {
  const api = Router()
  const once = idempotent()
  api.post('/payments', once((request) => shop.create(request.body)))
  api.get('/payments', (request, response) => {
    const { status, limit = '10', cursor = '0' } = request.query
    const from = Number(cursor)
    const size = Number(limit)
    if (!Number.isInteger(size) || size < 1 || size > 100) throw new YooKassaFailure(400, 'invalid_request', 'limit is 1 to 100', 'limit')
    const gte = String(request.query['created_at.gte'] ?? '')
    const lt = String(request.query['created_at.lt'] ?? '\uffff')
    const all = shop.list().filter((one) => (!status || one.status === status) && one.created_at >= gte && one.created_at < lt)
    const next = from + size < all.length ? { next_cursor: String(from + size) } : {}
    response.json({ type: 'list', items: all.slice(from, from + size), ...next })
  })
  api.get('/payments/:id', (request, response) => void response.json(shop.get(request.params.id)))
  api.post('/payments/:id/cancel', once((request) => shop.cancel(String(request.params['id']), 'canceled_by_merchant')))
  api.post('/payments/:id/capture', once((request) => shop.get(String(request.params['id']))))
  api.post('/refunds', once((request) => shop.refund(request.body)))
  api.get('/refunds/:id', (request, response) => void response.json(shop.getRefund(request.params.id)))
  api.use((_request, _response, next) => next(new YooKassaFailure(404, 'not_found', 'no such method')))
  return api
}

/** Same key and body give the first answer again, another body is refused; remembered 24 h (platform facts, 1.5). */
function idempotent(): (act: (request: Request) => object) => (request: Request, response: Response) => void {
  const known = new Map<string, { hash: string; answer: object; at: number }>()
  return (act) => (request, response) => {
    const key = request.header('idempotence-key') ?? ''
    if (key === '') throw new YooKassaFailure(400, 'invalid_request', 'Idempotence key is missing', 'Idempotence-Key')
    if (key.length > 64) throw new YooKassaFailure(400, 'invalid_request', 'Idempotence key is longer than 64 characters', 'Idempotence-Key')
    const hash = createHash('sha256').update(`${request.path}\n${JSON.stringify(request.body)}`).digest('hex')
    const first = known.get(key)
    if (first && first.at + rememberedMs > Date.now()) {
      if (first.hash !== hash) throw new YooKassaFailure(400, 'invalid_request', 'Idempotence key was used with another request', 'Idempotence-Key')
      return void response.json(first.answer)
    }
    const answer = act(request)
    known.set(key, { hash, answer, at: Date.now() })
    response.json(answer)
  }
}

function authorised({ config }: Pick<SandboxContext, 'config'>): (request: Request, response: Response, next: NextFunction) => void {
  const expected = `Basic ${Buffer.from(`${config.yooKassa.shopId}:${config.yooKassa.secretKey}`).toString('base64')}`
  return (request, _response, next) => {
    if (request.header('authorization') === expected) return next()
    next(new YooKassaFailure(401, 'invalid_credentials', 'Error in shopId or secret key. Check their validity.'))
  }
}

function refusal(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (!(error instanceof YooKassaFailure)) return next(error)
  const { status, code, description, parameter } = error
  response.status(status).json({ type: 'error', id: crypto.randomUUID(), code, description, ...(parameter ? { parameter } : {}) })
}

function checkoutRoutes(shop: Shop): Router {
  const pages = Router()
  pages.get('/:id', (request, response) => void response.send(checkoutPage(shop.get(request.params.id))))
  pages.post('/:id/:action', (request, response) => {
    const { id, action } = request.params
    const returnUrl = shop.get(id).confirmation?.return_url
    if (action === 'pay') shop.succeed(id)
    else shop.cancel(id, 'general_decline')
    response.send(checkoutPage(shop.get(id), returnUrl))
  })
  pages.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => void response.status(404).send(error instanceof Error ? error.message : 'error'))
  return pages
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
