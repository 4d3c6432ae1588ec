import OpenAI, { APIConnectionError, APIError } from 'openai'
import { RateLimitedError } from '../errors.js'
import { ModelRefusal, refusalReason } from './model-refusal.js'
import { costMicroUsd } from './prices.js'
import { retryAfterMs } from './retry-after.js'

export { ModelRefusal, type ModelRefusalReason } from './model-refusal.js'

export type Usage = { promptTokens: number; cachedTokens: number; completionTokens: number; costMicroUsd: number }

export type Reading =
  | { kind: 'answer'; json: unknown; usage: Usage }
  /** The model or the filter would not answer. */
  | { kind: 'refused'; reason: string; usage: Usage }
  /** The answer ended before it was whole, or is no JSON. */
  | { kind: 'cut'; usage: Usage }

export type AdQuestion = { system: string; user: string; schemaName: string; schema: Record<string, unknown> }

/** One structured call. What the provider refuses for good is ModelRefusal, 429 RateLimitedError, anything else is worth a retry by the queue. */
export type AdReader = { readAd(question: AdQuestion): Promise<Reading> }

export type OpenAiOptions = { apiKey: string; baseUrl: string; model: string; temperature: number; maxTokens: number; timeoutMs: number }

/** Chat Completions with strict structured outputs (platform.openai.com/docs/guides/structured-outputs). The package's own retries are off: they would multiply the queue's. */
export function createOpenAiClient({ apiKey, baseUrl, model, temperature, maxTokens, timeoutMs }: OpenAiOptions): AdReader {
  const client = new OpenAI({ apiKey, baseURL: baseUrl, timeout: timeoutMs, maxRetries: 0 })
  return {
    async readAd({ system, user, schemaName, schema }) {
      const completion = await client.chat.completions
        .create({
          model,
          ...(takesTemperature(model) ? { temperature } : {}),
          max_completion_tokens: maxTokens,
          messages: [
            { role: 'system', content: system },
            { role: 'user', content: user },
          ],
          response_format: { type: 'json_schema', json_schema: { name: schemaName, strict: true, schema } },
        })
        .catch((error: unknown) => {
          throw translated(error)
        })
      return readingOf(completion, model)
    },
  }
}

function readingOf({ choices, usage: raw }: OpenAI.ChatCompletion, model: string): Reading {
  const counts = { promptTokens: raw?.prompt_tokens ?? 0, cachedTokens: raw?.prompt_tokens_details?.cached_tokens ?? 0, completionTokens: raw?.completion_tokens ?? 0 }
  const usage = { ...counts, costMicroUsd: costMicroUsd(model, counts) }
  const [choice] = choices
  if (choice?.message.refusal) return { kind: 'refused', reason: 'refusal', usage }
  if (choice?.finish_reason === 'content_filter') return { kind: 'refused', reason: 'content_filter', usage }
  const content = choice?.message.content
  if (!content || choice.finish_reason === 'length') return { kind: 'cut', usage }
  try {
    const json: unknown = JSON.parse(content)
    return { kind: 'answer', json, usage }
  } catch {
    return { kind: 'cut', usage }
  }
}

/** Reasoning models refuse any temperature but their own (platform.openai.com/docs/guides/reasoning). */
function takesTemperature(model: string): boolean {
  return !/^(?:o\d|gpt-5)/.test(model)
}

/** The package's errors without their request, which holds the ad. */
function translated(error: unknown): Error {
  if (error instanceof APIConnectionError) return new Error(`OpenAI did not answer: ${error.message}`)
  if (!(error instanceof APIError)) return error instanceof Error ? error : new Error('OpenAI call failed', { cause: error })
  const reason = refusalReason(error)
  if (reason !== null) return new ModelRefusal(`OpenAI answered ${String(error.status)}: ${error.message}`, reason)
  if (error.status === 429) return new RateLimitedError('OpenAI asks to wait', { retryAfterMs: retryAfterMs(error.headers) })
  return new Error(`OpenAI answered ${String(error.status)}: ${error.message}`)
}
