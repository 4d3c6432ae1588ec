import { setTimeout as delay } from 'node:timers/promises'
import type { SandboxContext } from '../context.js'

/** Notifications are repeated until a 200 comes, for 24 hours (yookassa.ru/developers/using-api/webhooks); the first repeats come fast here. */
export function startNotifications({ config, log }: Pick<SandboxContext, 'config' | 'log'>): { send(event: string, object: object): void; close(): Promise<void> } {
  const abort = new AbortController()
  const running = new Set<Promise<void>>()
  return {
    send(event, object) {
      if (!config.webhookUrl || event === 'payment.pending') return
      const body = JSON.stringify({ type: 'notification', event, object })
      const sending = repeat(config.webhookUrl, body).finally(() => running.delete(sending))
      running.add(sending)
    },
    async close() {
      abort.abort()
      await Promise.allSettled(running)
    },
  }

  async function repeat(url: string, body: string): Promise<void> {
    const until = Date.now() + 24 * 3_600_000
    for (let attempt = 0; Date.now() < until && !abort.signal.aborted; attempt++) {
      const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(10_000)])
      const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' }, signal }).catch(() => null)
      if (response?.status === 200) return
      log.info('notification not taken', { status: response?.status ?? 'no answer', attempt })
      await delay(Math.min(60_000, 500 * 2 ** attempt), undefined, { signal: abort.signal }).catch(() => {})
    }
  }
}
