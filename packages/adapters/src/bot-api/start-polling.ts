import { setTimeout as delay } from 'node:timers/promises'
import { RateLimitedError } from '../errors.js'
import { parseUpdate } from './parse-update.js'
import { BotFailure, BotRefusal } from './refusal.js'
import { createTurns } from './turns.js'
import type { BotApi, BotUpdate, UpdatePolling } from './types.js'

export type PollingOptions = {
  bot: Pick<BotApi, 'getUpdates'>
  onUpdate: (update: BotUpdate) => Promise<void>
  /** Polling has ended by itself: the token is refused, or another program keeps polling with it. */
  onError: (error: Error) => void
  log?: { warn(message: string, fields?: Record<string, unknown>): void; error(message: string, fields?: Record<string, unknown>): void }
  timeoutSeconds?: number
  /** How long 409 answers are waited out: the poll of a process just killed may hang at Telegram for its 50 s. */
  conflictPatienceMs?: number
  /** How long a batch may take before the next is asked for. */
  handlingMs?: number
}

/** 409 answers further apart than this are two stories. */
const conflictMemoryMs = 60_000
const mostAtOnce = 200
const conflictPauseMs = 1_000
const longestPauseMs = 15_000

/**
 * Long polling (core.telegram.org/bots/api#getupdates) by hand: telegraf's own ends for good on a 409 and awaits nothing of a stop. Updates of one person are
 * handled in order, those of different people side by side; a handler that throws is logged and ends nothing. A batch is confirmed to Telegram when it
 * was handled, or after 2 s so that one slow handler holds nobody up for longer: a crash repeats updates rather than losing them. Failures of the network are waited out.
 */
export function startPolling({ bot, onUpdate, onError, log, timeoutSeconds = 25, conflictPatienceMs = 60_000, handlingMs = 2_000 }: PollingOptions): UpdatePolling {
  const abort = new AbortController()
  const turns = createTurns()
  const judge = createJudge(conflictPatienceMs)
  let answeredAt: Date | null = null
  let offset = 0
  const ended = poll()
  return {
    lastAnswerAt: () => answeredAt,
    async stop() {
      abort.abort()
      await ended
      await turns.idle()
      // Confirmed, so that the next process does not handle it again.
      if (offset > 0) await bot.getUpdates({ offset, timeoutSeconds: 0, signal: AbortSignal.timeout(5_000) }).catch(() => {})
    },
  }

  async function poll(): Promise<void> {
    while (!abort.signal.aborted) {
      try {
        const updates = await bot.getUpdates({ offset, timeoutSeconds, signal: abort.signal })
        answeredAt = new Date()
        judge.answered()
        await handleBatch(updates)
      } catch (error) {
        if (abort.signal.aborted) return
        const verdict = judge.failed(error)
        if (verdict.kind === 'end') return onError(verdict.error)
        log?.warn('poll failed', { error, pauseMs: verdict.pauseMs })
        await delay(verdict.pauseMs, undefined, { signal: abort.signal }).catch(() => {})
      }
    }
  }

  async function handleBatch(updates: readonly { update_id: number }[]): Promise<void> {
    const done = Promise.all(updates.map((update) => handle(update)))
    const timer = new AbortController()
    await Promise.race([done, delay(handlingMs, undefined, { signal: AbortSignal.any([timer.signal, abort.signal]) }).catch(() => {})])
    timer.abort()
    while (turns.count() >= mostAtOnce) await turns.oneDone()
    offset = Math.max(offset, ...updates.map((update) => update.update_id + 1).filter(Number.isSafeInteger))
  }

  async function handle(raw: unknown): Promise<void> {
    const update = parseUpdate(raw)
    if (!update) return
    await turns.add(String(update.from.telegramId), async () => {
      try {
        await onUpdate(update)
      } catch (error) {
        log?.error('update failed', { kind: update.kind, error })
      }
    })
  }
}

type Verdict = { kind: 'end'; error: Error } | { kind: 'wait'; pauseMs: number }

/** What a failed poll means. A conflict that stays is a mistake only a person can end: the other poller may get answers between, so answers do not end it. */
function createJudge(conflictPatienceMs: number): { answered(): void; failed(error: unknown): Verdict } {
  let pauseMs = 1_000
  let conflict: { firstAt: number; lastAt: number } | null = null
  return {
    answered() {
      pauseMs = 1_000
    },
    failed(error) {
      if (error instanceof RateLimitedError) return { kind: 'wait', pauseMs: error.retryAfterMs }
      if (error instanceof BotRefusal) return { kind: 'end', error }
      if (!(error instanceof BotFailure && error.status === 409)) {
        pauseMs = Math.min(longestPauseMs, pauseMs * 2)
        return { kind: 'wait', pauseMs: pauseMs / 2 }
      }
      const now = performance.now()
      const isNew = conflict === null || now - conflict.lastAt > conflictMemoryMs
      conflict = { firstAt: isNew || conflict === null ? now : conflict.firstAt, lastAt: now }
      if (now - conflict.firstAt < conflictPatienceMs) return { kind: 'wait', pauseMs: Math.min(conflictPauseMs, conflictPatienceMs) }
      return { kind: 'end', error: new Error('another program is polling with this bot token', { cause: error }) }
    },
  }
}
