import { z } from 'zod'
import { strictSchemaFault } from './strict-schema.js'

/** A refusal in OpenAI's own shape (platform.openai.com/docs/guides/error-codes). */
export class OpenAiFailure extends Error {
  override name = 'OpenAiFailure'

  constructor(
    readonly status: number,
    message: string,
    readonly details: { type?: string; param?: string; code?: string } = {},
  ) {
    super(message)
  }

  body(): object {
    const { type = 'invalid_request_error', param = null, code = null } = this.details
    return { error: { message: this.message, type, param, code } }
  }
}

const part = z.object({ type: z.literal('text'), text: z.string() })
const content = z.union([z.string(), z.array(part).transform((parts) => parts.map(({ text }) => text).join('\n'))])
const chatRequest = z.strictObject({
  model: z.string().min(1),
  messages: z.array(z.strictObject({ role: z.enum(['system', 'developer', 'user', 'assistant']), content, name: z.string().optional() })).min(1),
  temperature: z.number().min(0).max(2).optional(),
  top_p: z.number().min(0).max(1).optional(),
  seed: z.int().optional(),
  max_tokens: z.int().positive().optional(),
  max_completion_tokens: z.int().positive().optional(),
  n: z.literal(1).optional(),
  stream: z.literal(false).optional(),
  store: z.boolean().optional(),
  user: z.string().optional(),
  safety_identifier: z.string().optional(),
  prompt_cache_key: z.string().optional(),
  service_tier: z.string().optional(),
  reasoning_effort: z.string().optional(),
  response_format: z
    .strictObject({
      type: z.literal('json_schema'),
      json_schema: z.strictObject({ name: z.string().regex(/^[\w-]{1,64}$/), description: z.string().optional(), strict: z.literal(true), schema: z.record(z.string(), z.unknown()) }),
    })
    .optional(),
})

export type ChatRequest = z.output<typeof chatRequest>

const knownModels = /^(?:gpt-(?:4o|4\.1|5)|o[134])(?:[.-][\w.-]+)?$/
const reasoningModels = /^(?:gpt-5|o[134])/

/** The request, checked by the rules of Chat Completions (platform.openai.com/docs/api-reference/chat/create); refused as the API refuses. */
export function readChatRequest(body: unknown): ChatRequest {
  const parsed = chatRequest.safeParse(body ?? {})
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new OpenAiFailure(400, issue?.message ?? 'Wrong body', { param: issue?.path.join('.') ?? '' })
  }
  const { model, temperature, max_tokens: maxTokens, response_format: format } = parsed.data
  if (!knownModels.test(model)) throw new OpenAiFailure(404, `The model \`${model}\` does not exist or you do not have access to it.`, { code: 'model_not_found' })
  if (reasoningModels.test(model)) {
    if (temperature !== undefined && temperature !== 1) {
      throw new OpenAiFailure(400, `Unsupported value: 'temperature' does not support ${temperature} with this model. Only the default (1) value is supported.`, { param: 'temperature', code: 'unsupported_value' })
    }
    if (maxTokens !== undefined) {
      throw new OpenAiFailure(400, "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", { param: 'max_tokens', code: 'unsupported_parameter' })
    }
  }
  const fault = format ? strictSchemaFault(format.json_schema.schema) : null
  if (fault !== null) throw new OpenAiFailure(400, `Invalid schema for response_format '${format?.json_schema.name}': ${fault}`, { param: 'response_format' })
  return parsed.data
}
