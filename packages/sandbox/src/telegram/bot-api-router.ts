import express, { Router, type NextFunction, type Request, type Response } from 'express'
import type { SandboxContext } from '../context.js'
import { applyFaults, recordCalls } from '../outside-call.js'
import type { BotCall } from './bot-call.js'
import { BotFailure, badRequest } from './bot-failure.js'
import { channelPost } from './bot-message.js'
import { findMethod } from './bot-methods.js'
import { readParameters, type Parameters } from './bot-parameters.js'
import { createBotState, pushUpdate, type BotState } from './bot-state.js'
import { getUpdates } from './bot-updates.js'

/** `/bot<token>/<method>` and `/file/bot<token>/<path>` (core.telegram.org/bots/api#making-requests). */
export function createBotApiRouter(context: SandboxContext): { router: Router; state: BotState } {
  const state = createBotState(context)
  const parametersOf = new WeakMap<Request, Parameters>()
  const router = Router()
  router.use(recordCalls(context, 'bot-api'), express.json({ limit: '1mb' }))
  router.use(async (request, _response, next) => {
    parametersOf.set(request, await readParameters(request))
    next()
  })
  router.use(applyFaults(context, 'bot-api'))
  router.get('/file/bot:token/files/:id', (request, response) => {
    checkToken(context, request.params.token)
    const file = context.world.files.get(request.params.id)
    if (!file) throw new BotFailure(404, 'Not Found')
    response.type(file.mimeType).send(file.bytes)
  })
  router.all('/bot:token/:method', async (request, response) => {
    const { token, method } = request.params
    checkToken(context, token)
    const parameters = parametersOf.get(request) ?? { values: {}, uploads: new Map() }
    const result = await run({ context, state, parameters }, method, response)
    if (!response.destroyed) response.json({ ok: true, result })
  })
  router.use(() => {
    throw new BotFailure(404, 'Not Found')
  })
  router.use(refuse)
  tellOfForeignPosts(context, state)
  return { router, state }
}

async function run(call: BotCall, method: string, response: Response): Promise<unknown> {
  if (method.toLowerCase() === 'getupdates') return getUpdates(call, response)
  const found = findMethod(method)
  if (!found) throw new BotFailure(404, 'Not Found: method not found')
  return found(call)
}

function checkToken({ config }: Pick<SandboxContext, 'config'>, token: string): void {
  if (token !== config.botToken) throw new BotFailure(401, 'Unauthorized')
}

function refuse(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  const failure = error instanceof SyntaxError ? badRequest("can't parse JSON object") : error
  if (!(failure instanceof BotFailure)) return next(error)
  const { code, description, retryAfterSeconds } = failure
  const parameters = retryAfterSeconds === undefined ? {} : { parameters: { retry_after: retryAfterSeconds } }
  if (!response.destroyed) response.status(code).json({ ok: false, error_code: code, description, ...parameters })
}

/** An admin bot receives what others post into its channel (core.telegram.org/bots/api#update, `channel_post`). */
function tellOfForeignPosts({ world }: SandboxContext, state: BotState): void {
  world.on('channel', (channel, event) => {
    if (event.kind !== 'new' || !channel.adminBotIds.has(state.botId)) return
    const message = channel.messages.get(event.messageId)
    if (!message || message.from === 'bot') return
    pushUpdate(state, { channel_post: channelPost({ world, state }, channel, message) })
  })
}
