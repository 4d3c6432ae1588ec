import express from 'express'
import { collectDefaultMetrics, register } from 'prom-client'
import type { Service } from './run-service.js'

export type HealthCheck = () => Promise<unknown>

export type Health = {
  /** Adds a dependency that must answer for `/ready`. */
  addCheck(name: string, check: HealthCheck): void
  /** What the service is doing, shown by `/ready`: starting, standby, running. */
  setState(state: string): void
  port: number
}

const checkTimeoutMs = 2_000
const idleConnectionMs = 75_000

/** `/live`: the event loop turns. `/ready`: every check answered within 2 s, else 503 with the names of those that did not. `/metrics`: Prometheus. */
export function healthRouter(): { router: express.Router; addCheck: Health['addCheck']; setState: Health['setState'] } {
  const checks = new Map<string, HealthCheck>()
  let state = 'starting'
  const router = express.Router()
  router.get('/live', (_request, response) => void response.json({ ok: true }))
  router.get('/ready', async (_request, response) => {
    const results = await Promise.all([...checks].map(async ([name, check]) => ({ name, fault: await faultOf(check) })))
    const faults = Object.fromEntries(results.flatMap(({ name, fault }) => (fault ? [[name, fault]] : [])))
    const isReady = state !== 'starting' && Object.keys(faults).length === 0
    response.status(isReady ? 200 : 503).json({ ok: isReady, state, faults })
  })
  router.get('/metrics', async (_request, response) => {
    response.type(register.contentType).send(await register.metrics())
  })
  return { router, addCheck: (name, check) => void checks.set(name, check), setState: (next) => void (state = next) }
}

/** Serves the health router on its own port; closed with the service. Default metrics of the process are collected from here on, once. */
export async function startHealth(service: Service, options: { host: string; port: number }): Promise<Health> {
  const { router, addCheck, setState } = healthRouter()
  if (!register.getSingleMetric('process_cpu_user_seconds_total')) collectDefaultMetrics()
  const app = express().disable('x-powered-by').use(router)
  const port = await listen(service, app, options)
  return { addCheck, setState, port }
}

/** Listens and registers the closing of the server; returns the port in use. */
export async function listen(service: Service, app: express.Express, options: { host: string; port: number }): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const server = app.listen(options.port, options.host, (error) => (error ? reject(error) : resolve()))
  await promise
  // A proxy re-uses idle connections for a minute (nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive_timeout); were they closed here first, a request just sent would be lost.
  server.keepAliveTimeout = idleConnectionMs
  service.onClose(`http ${options.port}`, async () => {
    server.closeIdleConnections()
    const closed = new Promise((resolveClosed) => server.close(resolveClosed))
    const forced = setTimeout(() => server.closeAllConnections(), 2_000)
    await closed
    clearTimeout(forced)
  })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : options.port
}

async function faultOf(check: HealthCheck): Promise<string | null> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${checkTimeoutMs} ms`)), checkTimeoutMs)
  try {
    await Promise.race([check(), late])
    return null
  } catch (error) {
    return error instanceof Error ? error.name : 'failed'
  } finally {
    clearTimeout(timer)
  }
}
