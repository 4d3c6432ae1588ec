import { newsChannelId } from '../config.js'
import type { ControlParts } from './router.js'

type ServiceHealth = { ok: boolean; state: string }

/** Counts for a quick look, and what each service says of itself; a service that does not answer within a second counts as down. */
export async function sandboxState({ context, yooKassa }: Pick<ControlParts, 'context' | 'yooKassa'>): Promise<object> {
  const { world, config } = context
  const sources = [...world.channels.values()].filter((channel) => channel.id !== newsChannelId)
  const services = await Promise.all(config.services.map(async ({ name, url }) => [name, await healthOf(url)] as const))
  const worker = config.services.find((service) => service.name === 'worker')
  return {
    channels: sources.length,
    posts: sources.reduce((sum, channel) => sum + groups(channel.messages.values()), 0),
    published: groups([...(world.channels.get(newsChannelId)?.messages.values() ?? [])].filter((message) => message.from === 'bot')),
    chats: [...world.users.values()].filter((user) => user.chat.size > 0).length,
    payments: yooKassa.listPayments().length,
    services: Object.fromEntries(services),
    queues: worker ? await queuesOf(worker.url) : {},
  }
}

function groups(messages: Iterable<{ id: number; groupedId: bigint | null }>): number {
  return new Set([...messages].map((message) => message.groupedId ?? message.id)).size
}

async function healthOf(url: string): Promise<ServiceHealth> {
  const response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(1_000) }).catch(() => null)
  if (!response) return { ok: false, state: 'down' }
  const body: unknown = await response.json().catch(() => null)
  const state = typeof body === 'object' && body !== null && 'state' in body ? String(body.state) : 'unknown'
  return { ok: response.ok, state }
}

/** Jobs not done yet, by queue, from the worker's own metrics. */
async function queuesOf(url: string): Promise<Record<string, number>> {
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(1_000) }).catch(() => null)
  const text = response?.ok ? await response.text() : ''
  const queues: Record<string, number> = {}
  for (const [, labels = '', value] of text.matchAll(/^cars_queue_jobs\{([^}]*)\} (\S+)$/gm)) {
    const queue = /queue="([^"]+)"/.exec(labels)?.[1]
    if (queue && /state="(waiting|active)"/.test(labels)) queues[queue] = (queues[queue] ?? 0) + Number(value)
  }
  return queues
}
