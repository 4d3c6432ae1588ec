import { RateLimitedError } from '@cars-bot/adapters/errors'
import { SessionLostError } from '@cars-bot/adapters/mtproto'
import type { Log } from '@cars-bot/platform'

export type Repeating = { stop(): void; idle(): Promise<void> }

/** Does the work at once and then again and again, `everyMs` after the last time ended; never twice at a time. A failure is logged and the next time comes, after a flood wait not before its end. */
export function startRepeating({ name, everyMs, work, log }: { name: string; everyMs: number; work: () => Promise<void>; log: Log }): Repeating {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let current = run()
  return {
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
    idle: () => current,
  }

  async function run(): Promise<void> {
    let waitMs = everyMs
    try {
      await work()
    } catch (error) {
      if (error instanceof RateLimitedError) waitMs = Math.max(waitMs, error.retryAfterMs)
      if (!isStopped && !(error instanceof SessionLostError)) log.warn('periodic work failed', { work: name, error })
    }
    if (isStopped) return
    timer = setTimeout(() => {
      current = run()
    }, waitMs)
  }
}
