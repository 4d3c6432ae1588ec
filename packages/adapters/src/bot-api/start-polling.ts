import { setTimeout as delay } from 'node:timers/promises'
import type { Update } from '@telegraf/types'
import { BotRefusal } from './client.js'
import { parseUpdate } from './parse-update.js'
import type { BotApi, BotUpdate, UpdatePolling } from './types.js'

export type PollingOptions = {
  bot: BotApi
  onUpdate: (update: BotUpdate) => Promise<void>
  /** Polling has ended for good: the token is refused, or another program polls with it. */
  onError: (error: unknown) => void
  timeoutSeconds?: number
}

const mostFailures = 60

/**
 * Long polling by hand: telegraf's own ends for good on a 409 and awaits nothing of a stop. Updates of one person are handled in order, people
 * concurrently; a batch is confirmed to Telegram only when all of it was handled, so that a crash repeats updates rather than losing them. A handler that
 * throws ends nothing. A 409 is met by waiting: the poll of a process just killed may still hang at Telegram; after a minute of them polling ends.
 */
export function startPolling({ bot, onUpdate, onError, timeoutSeconds = 25 }: PollingOptions): UpdatePolling {
  const abort = new AbortController()
  let answeredAt: Date | null = null
  let offset = 0
  let failures = 0
  const ended = poll()
  return {
    lastAnswerAt: () => answeredAt,
    async stop() {
      abort.abort()
      await Promise.race([ended, delay(8_000)])
    },
  }

  async function poll(): Promise<void> {
    while (!abort.signal.aborted) {
      try {
        const updates = await untilAborted(bot.getUpdates({ offset, timeoutSeconds }))
        if (updates === null) break
        answeredAt = new Date()
        failures = 0
        await handle(updates)
        offset = Math.max(offset, ...updates.map((update) => update.update_id + 1))
      } catch (error) {
        failures += 1
        if ((error instanceof BotRefusal && error.reason === 'unauthorised') || (failures >= mostFailures && isConflict(error))) return onError(error)
        await delay(isConflict(error) ? 1_000 : Math.min(15_000, 250 * 2 ** Math.min(failures, 6)), undefined, { signal: abort.signal }).catch(() => {})
      }
    }
    // The last batch is confirmed, so that the next process does not handle it again.
    if (offset > 0) await bot.getUpdates({ offset, timeoutSeconds: 0 }).catch(() => {})
  }

  async function handle(updates: readonly { update_id: number }[]): Promise<void> {
    const parsed = updates.flatMap((update) => parseUpdate(asUpdate(update)) ?? [])
    const byPerson = Map.groupBy(parsed, (update) => update.from.telegramId)
    await Promise.all([...byPerson.values()].map(inOrder))
  }

  async function inOrder(updates: readonly BotUpdate[]): Promise<void> {
    for (const update of updates) await onUpdate(update).catch(() => {})
  }

  /** A poll that is waiting when the stop comes is left to itself: nothing it brings was handled, and Telegram keeps it. */
  async function untilAborted<T>(call: Promise<T>): Promise<T | null> {
    const { promise, resolve } = Promise.withResolvers<null>()
    const onAbort = (): void => resolve(null)
    abort.signal.addEventListener('abort', onAbort, { once: true })
    try {
      return await Promise.race([call, promise])
    } finally {
      abort.signal.removeEventListener('abort', onAbort)
    }
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof Error && error.message.includes('409')
}

/** What getUpdates gives is an update; `parseUpdate` looks at what it holds. */
function asUpdate(update: { update_id: number }): Update {
  return update as Update
}
