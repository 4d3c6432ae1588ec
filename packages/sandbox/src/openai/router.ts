import express, { Router, type Request, type Response } from 'express'
import type OpenAI from 'openai'
import { z } from 'zod'
import type { SandboxContext } from '../context.js'
import { outsideCalls } from '../outside-call.js'
import { readAd } from './read-ad.js'
import { isRecord, strictSchemaFault } from './strict-schema.js'
import { wrongAnswer } from './wrong-answer.js'

const request = z.looseObject({
  model: z.string().min(1),
  messages: z.array(z.object({ role: z.enum(['system', 'developer', 'user', 'assistant']), content: z.string() })).min(1),
  temperature: z.number().min(0).max(2).optional(),
  max_tokens: z.int().positive().optional(),
  max_completion_tokens: z.int().positive().optional(),
  response_format: z
    .object({ type: z.literal('json_schema'), json_schema: z.object({ name: z.string().regex(/^[\w-]{1,64}$/), strict: z.literal(true), schema: z.record(z.string(), z.unknown()) }) })
    .optional(),
})

type Refusal = { status: number; message: string; type: string; param?: string; code?: string }

/** `/v1/chat/completions` with strict structured outputs (platform.openai.com/docs/api-reference/chat/create). */
export function createOpenAiRouter(context: SandboxContext): { router: Router } {
  const router = Router()
  const seenPrefixes = new Set<string>()
  router.use(express.json({ limit: '2mb' }), outsideCalls(context, 'openai'))
  router.post('/v1/chat/completions', (call: Request, response: Response) => {
    const outcome = complete(context, call, seenPrefixes)
    if ('refused' in outcome) {
      const { status, ...error } = outcome.refused
      return void response.status(status).json({ error: { param: null, code: null, ...error } })
    }
    response.json(outcome.completion)
  })
  router.use((call, response) => void response.status(404).json({ error: { message: `Invalid URL (${call.method} ${call.originalUrl})`, type: 'invalid_request_error', param: null, code: null } }))
  return { router }
}

function complete(context: SandboxContext, call: Request, seenPrefixes: Set<string>): { refused: Refusal } | { completion: OpenAI.ChatCompletion } {
  const invalid = (message: string, param?: string): { refused: Refusal } => ({ refused: { status: 400, message, type: 'invalid_request_error', ...(param ? { param } : {}) } })
  if (!/^Bearer sk-\S+/.test(call.header('authorization') ?? '')) {
    return { refused: { status: 401, message: 'Incorrect API key provided.', type: 'invalid_request_error', code: 'invalid_api_key' } }
  }
  const parsed = request.safeParse(call.body)
  if (!parsed.success) return invalid(parsed.error.issues[0]?.message ?? 'wrong body', parsed.error.issues[0]?.path.join('.'))
  const { model, messages, response_format: format } = parsed.data
  const fault = format ? strictSchemaFault(format.json_schema.schema) : null
  if (fault) return invalid(`Invalid schema for response_format '${format?.json_schema.name}': ${fault}`, 'response_format')
  const text = messages.at(-1)?.content ?? ''
  const answer = format ? JSON.stringify(shaped(readAd(postOf(text)), format.json_schema.schema)) : 'Песочница отвечает только по схеме.'
  const lie = context.faults.take('openai', 'chat/completions', ['wrong-answer'])
  const told = lie ? wrongAnswer(lie.answer ?? 'invented-price', answer) : { content: answer, refusal: null, finish: 'stop' as const }
  const prefix = messages.slice(0, -1).map((message) => message.content).join('\n') + JSON.stringify(format ?? '')
  const usage = usageOf(prefix, text, told.content ?? '', seenPrefixes)
  return {
    completion: {
      id: `chatcmpl-${crypto.randomUUID()}`,
      object: 'chat.completion',
      created: Math.floor(Date.now() / 1_000),
      model,
      choices: [{ index: 0, finish_reason: told.finish, logprobs: null, message: { role: 'assistant', content: told.content, refusal: told.refusal } }],
      usage,
    },
  }
}

/** The ad stands alone between the product's marks; without them the whole message is the ad. */
function postOf(text: string): string {
  return /<<<ПОСТ\n([\s\S]*)\nПОСТ>>>/.exec(text)?.[1] ?? text
}

/** The answer cut to the schema asked for: known properties by name, anything unknown null. */
function shaped(answer: object, schema: Record<string, unknown>): Record<string, unknown> {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {}
  return Object.fromEntries(
    Object.entries(properties).map(([name, child]) => {
      const value: unknown = Reflect.get(answer, name) ?? null
      return [name, isRecord(value) && isRecord(child) ? shaped(value, child) : value]
    }),
  )
}

/** About 3 characters a token in Russian; a prefix of 1024 tokens or more seen before is cached in steps of 128 (guides/prompt-caching). */
function usageOf(prefix: string, text: string, answer: string, seenPrefixes: Set<string>): OpenAI.CompletionUsage {
  const tokens = (value: string): number => Math.ceil(value.length / 3)
  const prefixTokens = tokens(prefix)
  const isCached = prefixTokens >= 1_024 && seenPrefixes.has(prefix)
  if (prefixTokens >= 1_024) seenPrefixes.add(prefix)
  const prompt = prefixTokens + tokens(text)
  const completion = tokens(answer)
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: isCached ? Math.floor(prefixTokens / 128) * 128 : 0, audio_tokens: 0 },
  }
}
