import express, { Router, type NextFunction, type Request, type Response } from 'express'
import { z } from 'zod'
import type { SandboxContext } from '../context.js'
import { faultTargets } from '../faults.js'
import { streamEvents } from './events.js'
import { ControlFailure } from './failure.js'
import { parsed } from './parsed.js'
import { sandboxState } from './state.js'
import { telegramControl } from './telegram-control.js'
import type { BotState } from '../telegram/bot-state.js'

export type ControlParts = {
  context: SandboxContext
  bot: BotState
  yooKassa: { listPayments(): unknown[]; succeedPayment(id: string): Promise<void>; cancelPayment(id: string): Promise<void> }
  google: { listSheets(): string[]; readSheet(title: string): string[][]; setCell(title: string, a1: string, value: string): void; appendRow(title: string, values: string[]): void }
}

const fault = z.strictObject({
  target: z.enum(faultTargets),
  kind: z.enum(['error', 'delay', 'hang', 'disconnect', 'drop-update', 'wrong-answer']),
  status: z.int().min(400).max(599).optional(),
  rpcError: z.string().optional(),
  method: z.string().optional(),
  retryAfterSeconds: z.number().optional(),
  delayMs: z.number().optional(),
  code: z.string().optional(),
  answer: z.string().optional(),
  words: z.string().optional(),
  value: z.number().optional(),
  about: z.string().min(1).optional(),
  isAfter: z.boolean().optional(),
  probability: z.number().min(0).max(1).optional(),
  times: z.int().min(1).optional(),
})
const requestsQuery = z.strictObject({ target: z.enum(faultTargets).optional(), limit: z.coerce.number().int().min(1).optional() })
const cell = z.strictObject({ a1: z.string().regex(/^[A-Z]{1,3}[1-9]\d*$/), value: z.string() })
const row = z.strictObject({ values: z.array(z.string()) })

/** The control interface for tests and the page (sandbox.md). A bad call is refused with 400 or 404 and a sentence that says what is wrong. */
export function createControlRouter(parts: ControlParts): Router {
  const { context, yooKassa, google } = parts
  const router = Router()
  router.use(express.json({ limit: '10mb' }))
  router.get('/health', (_request, response) => void response.json({ ok: true }))
  router.get('/state', async (_request, response) => void response.json(await sandboxState(parts)))
  router.get('/events', (request, response) => streamEvents(context, request, response))
  router.get('/requests', (request, response) => {
    const { target, limit } = parsed(requestsQuery, request.query)
    const all = context.requests.of(target)
    response.json(limit === undefined ? all : all.slice(-limit))
  })
  router.get('/faults', (_request, response) => void response.json(context.faults.all()))
  router.post('/faults', (request, response) => {
    context.faults.add(definedOnly(parsed(fault, request.body)))
    response.json({ ok: true })
  })
  router.delete('/faults', (_request, response) => {
    context.faults.clear()
    response.json({ ok: true })
  })
  router.use('/telegram', telegramControl(context, parts.bot))
  router.get('/yookassa/payments', (_request, response) => void response.json(yooKassa.listPayments()))
  router.post('/yookassa/payments/:id/succeed', async (request, response) => {
    await yooKassa.succeedPayment(request.params.id)
    response.json({ ok: true })
  })
  router.post('/yookassa/payments/:id/cancel', async (request, response) => {
    await yooKassa.cancelPayment(request.params.id)
    response.json({ ok: true })
  })
  router.get('/sheets', (_request, response) => void response.json(google.listSheets()))
  router.get('/sheets/:title', (request, response) => void response.json(google.readSheet(request.params.title)))
  router.put('/sheets/:title/cells', (request, response) => {
    const { a1, value } = parsed(cell, request.body)
    google.setCell(request.params.title, a1, value)
    response.json({ ok: true })
  })
  router.post('/sheets/:title/rows', (request, response) => {
    google.appendRow(request.params.title, parsed(row, request.body).values)
    response.json({ ok: true })
  })
  router.use((request, response) => void response.status(404).json({ error: `the control interface has no ${request.method} ${request.originalUrl}` }))
  router.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const { status, message } = refusalOf(error)
    if (status === 500) context.log.error('control call failed', { error: message })
    response.status(status).json({ error: message })
  })
  return router
}

/** Our own refusals and those of the reader of bodies have a status; all else is a fault of the sandbox. */
function refusalOf(error: unknown): { status: number; message: string } {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof ControlFailure) return { status: error.status, message }
  const isRefusal = error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500
  return isRefusal ? { status: 400, message: `body: ${message}` } : { status: 500, message }
}

/** Optional fields that were left out are absent rather than undefined. */
function definedOnly<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> }
}
