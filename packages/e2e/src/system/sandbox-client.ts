import { until } from '@cars-bot/platform/testkit'

export type ChatMessage = {
  id: number
  from: 'bot' | 'user'
  text: string
  buttons: { text: string; data?: string; url?: string; copyText?: string }[][]
}

export type ChannelMessage = { id: number; text: string; groupedId: string | null; photo: string | null; entities: { type: string; url?: string }[]; buttons: ChatMessage['buttons'] }

export type SandboxClient = {
  get<T>(path: string): Promise<T>
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>
  news(): Promise<ChannelMessage[]>
  chat(userId: number): Promise<ChatMessage[]>
  /** The first message of the bot in the chat for which `test` holds. */
  untilChat(userId: number, what: string, test: (message: ChatMessage) => boolean, timeoutMs?: number): Promise<ChatMessage>
}

/** The sandbox's control interface, as sandbox.md describes it. A refusal is an error with the sandbox's own words. */
export function sandboxClient(baseUrl: string): SandboxClient {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${baseUrl}/api${path}`, {
      method,
      signal: AbortSignal.timeout(15_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    // The control interface's answers are a contract; the caller names the one it asked for.
    return (text === '' ? null : JSON.parse(text)) as T
  }
  const client: SandboxClient = {
    get: (path) => call('GET', path),
    send: (method, path, body) => call(method, path, body),
    news: () => call('GET', '/telegram/channels/sandbox_news/messages'),
    chat: (userId) => call('GET', `/telegram/users/${userId}/chat`),
    untilChat: (userId, what, test, timeoutMs = 20_000) =>
      until(what, async () => (await client.chat(userId)).find((message) => message.from === 'bot' && test(message)), timeoutMs),
  }
  return client
}

/** Listings in our channel: an album is one, held together by its group; each has the contact link of its post. */
export function listingsOf(messages: readonly ChannelMessage[]): { publicId: string; text: string; messages: ChannelMessage[] }[] {
  const groups = Map.groupBy(messages, (message) => message.groupedId ?? `single ${message.id}`)
  return [...groups.values()].flatMap((group) => {
    const captioned = group.find((message) => message.text !== '')
    const link = captioned?.entities.find((entity) => entity.url?.includes('start=contact_'))?.url
    const publicId = link?.split('start=contact_')[1]
    return captioned && publicId ? [{ publicId, text: captioned.text, messages: group }] : []
  })
}
