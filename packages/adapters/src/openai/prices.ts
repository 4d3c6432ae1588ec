/** US dollars for a million tokens: input, cached input, output (openai.com/api/pricing). A model that is not listed counts as the dearest. */
const prices: Record<string, readonly [number, number, number]> = {
  'gpt-4o-mini': [0.15, 0.075, 0.6],
  'gpt-4o': [2.5, 1.25, 10],
  'gpt-4.1-nano': [0.1, 0.025, 0.4],
  'gpt-4.1-mini': [0.4, 0.1, 1.6],
  'gpt-4.1': [2, 0.5, 8],
}
const dearest = prices['gpt-4o'] ?? [2.5, 1.25, 10]

/** Cost of one call in millionths of a dollar, rounded up. Dated names (`gpt-4o-mini-2024-07-18`) count as their model. */
export function costMicroUsd(model: string, usage: { promptTokens: number; cachedTokens: number; completionTokens: number }): number {
  const name = Object.keys(prices)
    .filter((known) => model === known || model.startsWith(`${known}-20`))
    .sort((a, b) => b.length - a.length)[0]
  const [input, cached, output] = (name ? prices[name] : undefined) ?? dearest
  return Math.ceil((usage.promptTokens - usage.cachedTokens) * input + usage.cachedTokens * cached + usage.completionTokens * output)
}
