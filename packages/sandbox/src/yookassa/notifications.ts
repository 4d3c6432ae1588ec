import { setTimeout as delay } from 'node:timers/promises'
import type { SandboxContext } from '../context.js'

export type Notifications = { send(event: string, object: object): void; close(): Promise<void> }

const firstRepeatMs = 500
const slowestRepeatMs = 60_000
const givenUpAfterMs = 24 * 3_600_000

/**
 * Notifications to the shop's address, each with the object as it was at the time, repeated until a 200 comes, for 24 hours at most; the order is not
 * kept (yookassa.ru/developers/using-api/webhooks). The first repeats come faster than the real ones.
 */
export function startNotifications({ config, log }: Pick<SandboxContext, 'config' | 'log'>): Notifications {
  const closing = new AbortController()
  const running = new Set<Promise<void>>()
  return {
    send(event, object) {
      if (!config.webhookUrl) return
      const body = JSON.stringify({ type: 'notification', event, object })
      const sending = repeat(config.webhookUrl, event, body).finally(() => running.delete(sending))
      running.add(sending)
    },
    async close() {
      closing.abort()
      await Promise.allSettled(running)
    },
  }

  async function repeat(url: string, event: string, body: string): Promise<void> {
    const until = Date.now() + givenUpAfterMs
    for (let attempt = 0; Date.now() < until && !closing.signal.aborted; attempt++) {
      const status = await post(url, body)
      if (status === 200) return
      log.info('notification not taken', { event, status, attempt })
      const pauseMs = Math.min(slowestRepeatMs, firstRepeatMs * 2 ** Math.min(attempt, 10))
      await delay(pauseMs, undefined, { signal: closing.signal, ref: false }).catch(() => {})
    }
  }

  async function post(url: string, body: string): Promise<number | 'no answer'> {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(10_000)])
    try {
      const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' }, signal })
      await response.body?.cancel()
      return response.status
    } catch {
      return 'no answer'
    }
  }
}
