import express, { Router, type Request, type Response } from 'express'
import type { SandboxContext } from '../context.js'
import { outsideCalls } from '../outside-call.js'
import { BotFailure } from './bot-failure.js'
import { botMethods, type BotMethod } from './bot-methods.js'
import { paymentMethods } from './bot-payments.js'
import { readParameters } from './bot-parameters.js'
import { createBotState, type BotState } from './bot-state.js'
import { getUpdates } from './bot-updates.js'

/** `/bot<token>/<method>` and `/file/bot<token>/<path>` (core.telegram.org/bots/api#making-requests). */
export function createBotApiRouter(context: SandboxContext): { router: Router; state: BotState } {
  const state = createBotState(context)
  const router = Router()
  router.use(express.json({ limit: '1mb' }))
  router.use(outsideCalls(context, 'bot-api'))
  router.get('/file/bot:token/files/:id', (request, response) => {
    const file = context.world.files.get(request.params.id)
    if (request.params.token !== context.config.botToken || !file) return void response.status(404).json({ ok: false, error_code: 404, description: 'Not Found' })
    response.type(file.mimeType).send(file.bytes)
  })
  router.all('/bot:token/:method', async (request, response) => {
    await answer(response, () => call(context, state, request))
  })
  router.use((_request, response) => void response.status(404).json({ ok: false, error_code: 404, description: 'Not Found' }))
  return { router, state }
}

async function call(context: SandboxContext, state: BotState, request: Request): Promise<unknown> {
  const { token, method } = request.params
  if (token !== context.config.botToken) throw new BotFailure(401, 'Unauthorized')
  const parameters = await readParameters(request)
  const name = String(method).toLowerCase()
  if (name === 'getupdates') return getUpdates({ context, state, parameters }, request)
  const found: BotMethod | undefined = botMethods[name] ?? paymentMethods[name]
  if (!found) throw new BotFailure(404, 'Not Found: method not found')
  return found({ context, state, parameters })
}

async function answer(response: Response, run: () => Promise<unknown>): Promise<void> {
  try {
    const result = await run()
    if (!response.destroyed) response.json({ ok: true, result })
  } catch (error) {
    if (!(error instanceof BotFailure)) throw error
    const { code, description, retryAfterSeconds } = error
    const parameters = retryAfterSeconds === undefined ? {} : { parameters: { retry_after: retryAfterSeconds } }
    if (!response.destroyed) response.status(code).json({ ok: false, error_code: code, description, ...parameters })
  }
}
