import type { Sandbox } from '@cars-bot/sandbox'
import type { FuzzWorld } from './fuzzed-update.js'

export type Observed = {
  answers: number
  /** Calls of each method that Telegram's stand-in refused. */
  refused: Record<string, number>
  /** Messages with a contact to people without subscription, or anywhere but into a subscriber's private chat. */
  leaks: number
  /** Contacts that subscribers got meanwhile: the bot did work. */
  subscriberCards: number
}

/** Every contact of the fuzzed listings looks like one of these. */
export const fuzzContact = /7900555\d{4}|fuzz_seller_\d/
const mostData = 60

/** Sees every call of the bot as it is made; the data of the buttons it sends goes into the world, for anybody to press. */
export function observeCalls(sandbox: Sandbox, world: FuzzWorld): { observed: Observed; stop: () => void } {
  const observed: Observed = { answers: 0, refused: {}, leaks: 0, subscriberCards: 0 }
  const paying = new Set([...world.subscribers, world.quietSubscriber])
  const stop = sandbox.context.requests.subscribe(({ target, path, body, status }) => {
    if (target !== 'bot-api' || path.endsWith('/getUpdates')) return
    const method = path.slice(path.lastIndexOf('/') + 1)
    observed.answers++
    if (status >= 400) observed.refused[method] = (observed.refused[method] ?? 0) + 1
    const text = JSON.stringify(body ?? null)
    const { chat_id: chatId, protect_content: isProtected } = (body ?? {}) as { chat_id?: unknown; protect_content?: unknown }
    const data = [...text.matchAll(/callback_data\\*":\s?\\*"([^"\\]+)/g)].flatMap(([, found]) => (found === undefined ? [] : [found]))
    if (data.length > 0) world.seenData.set(Number(chatId), [...(world.seenData.get(Number(chatId)) ?? []), ...data].slice(-mostData))
    if (!fuzzContact.test(text)) return
    if (method === 'sendMessage' && paying.has(Number(chatId)) && String(isProtected) === 'true') observed.subscriberCards++
    else observed.leaks++
  })
  return { observed, stop }
}
