import express, { Router, type NextFunction, type Request, type Response } from 'express'
import type OpenAI from 'openai'
import type { SandboxContext } from '../context.js'
import { outsideCalls } from '../outside-call.js'
import { OpenAiFailure, readChatRequest, type ChatRequest } from './chat-request.js'
import { fillSchema } from './fill-schema.js'
import { readAd } from './read-ad.js'
import { createTokenUsage, cutToTokens, tokensOf } from './token-usage.js'
import { wrongAnswer, type Told } from './wrong-answer.js'

/** `/v1/chat/completions` with strict structured outputs. The model is the domain's own reading of the post, so that answers are about the text that was sent. */
export function createOpenAiRouter(context: SandboxContext): { router: Router } {
  const router = Router()
  const usageOf = createTokenUsage()
  router.use(express.json({ limit: '2mb' }), outsideCalls(context, 'openai'))
  router.use((request, _response, next) => {
    const isKey = /^Bearer sk-\S{8,}$/.test(request.header('authorization') ?? '')
    next(isKey ? undefined : new OpenAiFailure(401, 'Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys.', { code: 'invalid_api_key' }))
  })
  router.post('/v1/chat/completions', (request, response) => {
    const chat = readChatRequest(request.body)
    const last = chat.messages.at(-1)?.content ?? ''
    const prefix = JSON.stringify([chat.messages.slice(0, -1), chat.response_format])
    const told = toldBy(context, chat, last)
    response.setHeader('x-request-id', `req_${crypto.randomUUID()}`)
    response.json(completion(chat.model, told, usageOf({ prefix, last, answer: told.content ?? told.refusal ?? '' })))
  })
  router.use((request, _response, next) => next(new OpenAiFailure(404, `Invalid URL (${request.method} ${request.originalUrl})`)))
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    const failure = error instanceof SyntaxError ? new OpenAiFailure(400, 'We could not parse the JSON body of your request.') : error
    if (!(failure instanceof OpenAiFailure)) return next(failure)
    response.status(failure.status).json(failure.body())
  })
  return { router }
}

function toldBy(context: SandboxContext, chat: ChatRequest, last: string): Told {
  const schema = chat.response_format?.json_schema.schema
  const truth = schema ? JSON.stringify(fillSchema(schema, readAd(postIn(last)))) : 'Песочница отвечает только по схеме.'
  const lie = context.faults.take('openai', 'chat/completions', ['wrong-answer'], last)
  const told = lie ? wrongAnswer(lie.answer ?? 'invented-price', truth, lie) : { content: truth, refusal: null, finish: 'stop' as const }
  if (told === null) throw new OpenAiFailure(500, `the sandbox knows no wrong answer ${lie?.answer}`, { type: 'server_error' })
  const most = chat.max_completion_tokens ?? chat.max_tokens ?? Infinity
  return told.content !== null && tokensOf(told.content) > most ? { ...told, content: cutToTokens(told.content, most), finish: 'length' } : told
}

/** The post stands alone between the product's marks; without them the whole message is the post. */
function postIn(message: string): string {
  return /<<<ПОСТ\n([\s\S]*)\nПОСТ>>>/.exec(message)?.[1] ?? message
}

function completion(model: string, { content, refusal, finish }: Told, usage: OpenAI.CompletionUsage): OpenAI.ChatCompletion {
  return {
    id: `chatcmpl-${crypto.randomUUID()}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1_000),
    model,
    choices: [{ index: 0, finish_reason: finish, logprobs: null, message: { role: 'assistant', content, refusal } }],
    usage,
  }
}
