import type { Jobs } from '@cars-bot/platform'
import express from 'express'
import type { App } from './app.js'
import { dashboardRouter } from './dashboard/router.js'
import { notificationsRouter } from './notifications/router.js'

export type WebhookOptions = {
  checkAddress: boolean
  /** Only these may name the sender in X-Forwarded-For. */
  trustedProxies: readonly string[]
  dashboardPassword: string | undefined
}

/** Everything the webhook answers, as one Express application. A refused body gets its status and nothing else; other faults 500. */
export function webhook(app: App & { jobs: Jobs }, options: WebhookOptions): express.Express {
  const server = express().disable('x-powered-by').disable('etag')
  server.set('trust proxy', options.trustedProxies.length > 0 ? [...options.trustedProxies] : false)
  server.use(notificationsRouter(app, { checkAddress: options.checkAddress }))
  if (options.dashboardPassword !== undefined) server.use(dashboardRouter(app.jobs, options.dashboardPassword))
  server.use((_request, response) => void response.sendStatus(404))
  server.use(faultHandler(app))
  return server
}

function faultHandler(app: App): express.ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error)
    const status = statusOf(error)
    if (status >= 500) app.log.error('request failed', { error })
    response.sendStatus(status)
  }
}

/** Express's body parser puts the HTTP status on its errors: 413 too large, 400 no JSON, 415 compressed. */
function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500
}
