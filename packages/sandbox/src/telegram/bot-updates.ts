import type { Request } from 'express'
import type { SandboxContext } from '../context.js'
import { BotFailure } from './bot-failure.js'
import { numberOf, type Parameters } from './bot-parameters.js'
import type { BotState } from './bot-state.js'

/**
 * getUpdates by long polling (core.telegram.org/bots/api#getupdates): updates below `offset` are forgotten, a negative offset counts from the end,
 * at most 100 come at once. A second call while one waits ends the waiting one with 409, as Telegram does.
 */
export async function getUpdates({ context, state, parameters }: { context: SandboxContext; state: BotState; parameters: Parameters }, request: Request): Promise<unknown> {
  state.poll?.cancel()
  const offset = numberOf(parameters, 'offset') ?? 0
  const limit = Math.min(100, Math.max(1, numberOf(parameters, 'limit') ?? 100))
  const timeoutMs = Math.min(50, Math.max(0, numberOf(parameters, 'timeout') ?? 0)) * 1_000
  if (offset > 0) state.updates = state.updates.filter((one) => one.update.update_id >= offset)
  if (offset < 0) state.updates = state.updates.slice(offset)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const poll = { cancel: () => reject(new BotFailure(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running')) }
  state.poll = poll
  state.wake.add(resolve)
  const timer = setTimeout(resolve, timeoutMs)
  request.once('close', resolve)
  request.socket.once('close', resolve)
  try {
    if (state.updates.length === 0) await promise
    if (context.faults.take('bot-api', 'getUpdates', ['drop-update'])) state.updates.shift()
    return state.updates.slice(0, limit).map((one) => one.update)
  } finally {
    clearTimeout(timer)
    state.wake.delete(resolve)
    request.socket.off('close', resolve)
    if (state.poll === poll) state.poll = null
  }
}
