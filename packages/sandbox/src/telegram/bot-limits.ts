import { BotFailure } from './bot-failure.js'
import type { Place } from './bot-message.js'
import type { BotState } from './bot-state.js'

const rules = {
  all: { count: 30, windowMs: 1_000 },
  channel: { count: 20, windowMs: 60_000 },
  private: { count: 5, windowMs: 5_000 },
}

/**
 * Counts `items` calls of one kind against Telegram's limits and refuses with 429 and `retry_after`: 30 a second over all, one a second in a private
 * chat with bursts of five (core.telegram.org/bots/faq), 20 a minute into one channel, album items one by one (the stricter reading of an unpublished
 * limit). Sending and editing are counted apart, for a 429 holds for calls of its kind.
 */
export function countCalls(state: BotState, kind: 'send' | 'edit', { place, items }: { place: Place; items: number }, now = Date.now()): void {
  const chat = place.kind === 'channel' ? `channel ${place.channel.id}` : `private ${place.user.id}`
  const wanted = [
    { key: `${kind} all`, rule: rules.all },
    { key: `${kind} ${chat}`, rule: rules[place.kind] },
  ]
  for (const { key, rule } of wanted) {
    const times = (state.counters.get(key) ?? []).filter((time) => time > now - rule.windowMs)
    state.counters.set(key, times)
    const excess = Math.min(times.length, times.length + items - rule.count)
    const lastInTheWay = times[excess - 1]
    if (lastInTheWay !== undefined) {
      const seconds = Math.max(1, Math.ceil((lastInTheWay + rule.windowMs - now) / 1_000))
      throw new BotFailure(429, `Too Many Requests: retry after ${seconds}`, seconds)
    }
  }
  for (const { key } of wanted) state.counters.get(key)?.push(...Array.from({ length: items }, () => now))
}
