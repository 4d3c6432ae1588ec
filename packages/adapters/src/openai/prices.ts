type Tokens = { promptTokens: number; cachedTokens: number; completionTokens: number }

/** US dollars for a million tokens: input, cached input, output (platform.openai.com/docs/pricing, read in 2026; a change there is a change here). */
const prices: Readonly<Record<string, readonly [number, number, number]>> = {
  'gpt-4o-mini': [0.15, 0.075, 0.6],
  'gpt-4o': [2.5, 1.25, 10],
  'gpt-4.1-nano': [0.1, 0.025, 0.4],
  'gpt-4.1-mini': [0.4, 0.1, 1.6],
  'gpt-4.1': [2, 0.5, 8],
  'gpt-5-nano': [0.05, 0.005, 0.4],
  'gpt-5-mini': [0.25, 0.025, 2],
  'gpt-5': [1.25, 0.125, 10],
}
/** What a model costs that is not listed: the dearest of each kind, so that a budget errs on the safe side. */
const unlisted = [2.5, 1.25, 10] as const

/** Cost of one call in millionths of a dollar, rounded up. Dated names (`gpt-4o-mini-2024-07-18`) count as their model. */
export function costMicroUsd(model: string, { promptTokens, cachedTokens, completionTokens }: Tokens): number {
  const [input, cached, output] = prices[model.replace(/-20\d\d-\d\d-\d\d$/, '')] ?? unlisted
  return Math.ceil((promptTokens - cachedTokens) * input + cachedTokens * cached + completionTokens * output)
}
