import { Router, type NextFunction, type Request, type Response } from 'express'
import { checkoutPage, unknownPaymentPage } from './checkout-page.js'
import type { Shop } from './shop.js'
import { YooKassaFailure } from './types.js'

/** The page of one payment and its two buttons; a button pressed twice, or too late, only shows how the payment stands. */
export function checkoutRoutes(shop: Shop): Router {
  const pages = Router()
  pages.get('/:id', (request, response) => {
    const { id } = request.params
    response.send(checkoutPage(shop.get(id), shop.returnUrl(id)))
  })
  pages.post('/:id/pay', (request, response) => press(request, response, shop, (id) => shop.pay(id)))
  pages.post('/:id/cancel', (request, response) => press(request, response, shop, (id) => shop.decline(id)))
  pages.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (!(error instanceof YooKassaFailure)) return next(error)
    response.status(error.status).send(unknownPaymentPage())
  })
  return pages
}

function press(request: Request<{ id: string }>, response: Response, shop: Shop, act: (id: string) => void): void {
  const { id } = request.params
  if (shop.get(id).status === 'pending') act(id)
  response.redirect(303, `../${id}`)
}
