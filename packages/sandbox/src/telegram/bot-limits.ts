import { BotFailure } from './bot-failure.js'
import type { BotState } from './bot-state.js'

const rules = {
  all: { count: 30, windowMs: 1_000 },
  channel: { count: 20, windowMs: 60_000 },
  privateBurst: { count: 5, windowMs: 5_000 },
}

/**
 * Counts `items` messages against Telegram's limits and refuses with 429 and `retry_after`: 30 a second over all, one a second in a private chat
 * with bursts of five (core.telegram.org/bots/faq), 20 a minute into one channel, album items one by one (the stricter reading of an unpublished limit).
 */
export function countMessages(state: BotState, chat: { kind: 'channel' | 'private'; id: string }, items: number, now = Date.now()): void {
  const wanted = [
    { key: 'all', rule: rules.all },
    { key: `chat ${chat.id}`, rule: chat.kind === 'channel' ? rules.channel : rules.privateBurst },
  ]
  for (const { key, rule } of wanted) {
    const times = (state.counters.get(key) ?? []).filter((time) => time > now - rule.windowMs)
    state.counters.set(key, times)
    const excess = times.length + items - rule.count
    const oldest = times[Math.max(0, excess - 1)]
    if (excess > 0 && oldest !== undefined) {
      const seconds = Math.max(1, Math.ceil((oldest + rule.windowMs - now) / 1_000))
      throw new BotFailure(429, `Too Many Requests: retry after ${seconds}`, seconds)
    }
  }
  for (const { key } of wanted) state.counters.get(key)?.push(...Array.from({ length: items }, () => now))
}
