import { inTime } from '@cars-bot/platform'
import express from 'express'
import type { App } from '../app.js'
import { addressList } from './address-list.js'
import { notification, paymentOf } from './notification.js'
import { createIntake, type Intake } from './intake.js'
import { yooKassaAddresses } from './yookassa-addresses.js'

const largestBodyBytes = 64 * 1024
const deadlineMs = 3_000

/**
 * `POST /webhooks/yookassa`. 200 for what is done with or none of our business, so that YooKassa stops; 503 when it could not be kept, so that
 * YooKassa repeats (for 24 h); 403 for a foreign sender, 413 over 64 KB, 400 for what is no JSON.
 */
export function notificationsRouter(app: App, options: { checkAddress: boolean }): express.Router {
  const senders = addressList(yooKassaAddresses)
  const take = createIntake(app)
  const router = express.Router()
  router.post(
    '/webhooks/yookassa',
    (request, response, next) => {
      if (!options.checkAddress || senders.includes(request.ip ?? '')) return next()
      app.log.warn('notification from a foreign address refused', { address: request.ip })
      response.sendStatus(403)
    },
    express.text({ limit: largestBodyBytes, type: () => true, inflate: false }),
    async (request, response) => {
      response.sendStatus(await statusFor(app, take, request.body))
    },
  )
  return router
}

async function statusFor(app: App, take: Intake, text: unknown): Promise<200 | 400 | 503> {
  const body = parsedJson(text)
  if (body === undefined) return 400
  const parsed = notification.safeParse(body)
  if (!parsed.success) {
    app.log.info('notification of no use ignored')
    return 200
  }
  const { event } = parsed.data
  const externalId = paymentOf(parsed.data)
  try {
    // A database or Redis that hangs must not hold the request: YooKassa would wait, and then repeat anyway.
    const taken = await inTime(take(parsed.data), deadlineMs)
    app.log.info('notification taken', { event, externalId, taken })
    return 200
  } catch (error) {
    app.log.error('notification not taken', { event, externalId, error })
    return 503
  }
}

/** Undefined for what is no JSON. */
function parsedJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
