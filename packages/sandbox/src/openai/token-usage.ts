import type OpenAI from 'openai'

const charactersPerToken = 3
const idleMs = 600_000

export function tokensOf(text: string): number {
  return Math.ceil(text.length / charactersPerToken)
}

/** What an answer is cut to when it may have only so many tokens. */
export function cutToTokens(text: string, tokens: number): string {
  return text.slice(0, tokens * charactersPerToken)
}

/**
 * Usage figures, about 3 characters a token in Russian. A prefix of 1024 tokens or more that came within the last 10 minutes is cached, in steps
 * of 128 tokens (platform.openai.com/docs/guides/prompt-caching); the prefix is all but the last message, and the schema.
 */
export function createTokenUsage(): (call: { prefix: string; last: string; answer: string }) => OpenAI.CompletionUsage {
  const seenAt = new Map<string, number>()
  return ({ prefix, last, answer }) => {
    const prefixTokens = tokensOf(prefix)
    const isLong = prefixTokens >= 1_024
    const isCached = isLong && (seenAt.get(prefix) ?? 0) > Date.now() - idleMs
    if (isLong) seenAt.set(prefix, Date.now())
    const prompt = prefixTokens + tokensOf(last)
    const completion = tokensOf(answer)
    return {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
      prompt_tokens_details: { cached_tokens: isCached ? Math.floor(prefixTokens / 128) * 128 : 0, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
    }
  }
}
