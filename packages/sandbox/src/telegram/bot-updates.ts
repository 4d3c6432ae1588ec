import type { Update } from '@telegraf/types'
import type { Response } from 'express'
import type { BotCall } from './bot-call.js'
import { BotFailure } from './bot-failure.js'
import { jsonOf, numberOf, stringsOf } from './bot-parameters.js'

/**
 * getUpdates by long polling (core.telegram.org/bots/api#getupdates): updates below `offset` are forgotten, a negative offset counts from the end,
 * at most 100 come at once, waiting lasts at most 50 s. `allowed_updates` holds for what comes after the call, and until it is named anew.
 * A second call while one waits ends the waiting one with 409, as Telegram does.
 */
export async function getUpdates({ context, state, parameters }: BotCall, response: Response): Promise<Update[]> {
  const offset = numberOf(parameters, 'offset') ?? 0
  const limit = Math.min(100, Math.max(1, numberOf(parameters, 'limit') ?? 100))
  const timeoutMs = Math.min(50, Math.max(0, numberOf(parameters, 'timeout') ?? 0)) * 1_000
  const allowed = jsonOf(parameters, 'allowed_updates')
  if (allowed !== null) {
    const kinds = stringsOf(allowed, 'allowed_updates')
    state.allowedUpdates = kinds.length > 0 ? new Set(kinds) : null
  }
  state.poll?.cancel()
  if (offset > 0) state.updates = state.updates.filter((one) => one.update.update_id >= offset)
  if (offset < 0) state.updates = state.updates.slice(offset)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const poll = { cancel: () => reject(new BotFailure(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running')) }
  state.poll = poll
  state.wake.add(resolve)
  const timer = setTimeout(resolve, timeoutMs)
  response.once('close', resolve)
  try {
    if (state.updates.length === 0 && !response.destroyed) await promise
    if (state.updates.length > 0 && context.faults.take('bot-api', 'getUpdates', ['drop-update'])) state.updates.shift()
    return state.updates.slice(0, limit).map((one) => one.update)
  } finally {
    clearTimeout(timer)
    state.wake.delete(resolve)
    if (state.poll === poll) state.poll = null
  }
}
