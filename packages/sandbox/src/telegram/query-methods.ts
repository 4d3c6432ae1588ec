import type { InlineQueryResult } from '@telegraf/types'
import type { BotCall, BotMethods } from './bot-call.js'
import { badRequest } from './bot-failure.js'
import { flagOf, isRecord, jsonOf, textOf } from './bot-parameters.js'

const tooOld = 'query is too old and response timeout expired or query ID is invalid'

/** How long a query can be answered. The real limits are unpublished; these are the strict end of what is reported. */
export const queryLifeMs = { callback: 60_000, inline: 10_000 }

export const queryMethods = {
  /** A press may be answered once. */
  answerCallbackQuery({ state, parameters }) {
    const query = state.callbacks.get(textOf(parameters, 'callback_query_id'))
    if (!query || query.answer || Date.now() - query.at > queryLifeMs.callback) throw badRequest(tooOld)
    const answer = { text: textOf(parameters, 'text'), showAlert: flagOf(parameters, 'show_alert'), url: textOf(parameters, 'url') }
    if (answer.text.length > 200) throw badRequest('MESSAGE_TOO_LONG')
    query.answer = answer
    return true
  },
  answerInlineQuery({ state, parameters }: BotCall) {
    const id = textOf(parameters, 'inline_query_id')
    const query = state.inlineQueries.get(id)
    if (!query || Date.now() - query.at > queryLifeMs.inline) throw badRequest(tooOld)
    const results = checkedResults(jsonOf(parameters, 'results'))
    const nextOffset = textOf(parameters, 'next_offset')
    if (Buffer.byteLength(nextOffset) > 64) throw badRequest('NEXT_OFFSET_INVALID')
    state.inlineQueries.delete(id)
    query.settle({ results, nextOffset })
    return true
  },
} satisfies BotMethods

/** At most 50 results with ids of 1–64 bytes, each once (core.telegram.org/bots/api#answerinlinequery). */
function checkedResults(results: unknown): InlineQueryResult[] {
  if (!Array.isArray(results)) throw badRequest("can't parse inline query results: expected an Array")
  if (results.length > 50) throw badRequest('RESULTS_TOO_MUCH')
  const ids = new Set<string>()
  return results.map((result: unknown) => {
    if (!isResult(result)) throw badRequest("can't parse inline query result: type and id are required")
    const bytes = Buffer.byteLength(result.id)
    if (bytes < 1 || bytes > 64) throw badRequest('RESULT_ID_INVALID')
    if (ids.has(result.id)) throw badRequest('RESULT_ID_DUPLICATE')
    ids.add(result.id)
    if (result.type === 'article' && !('title' in result && 'input_message_content' in result)) throw badRequest("can't parse inline query result: an article needs a title and input_message_content")
    return result
  })
}

/** What all kinds of results have in common is there; the rest is shown as it came. */
function isResult(value: unknown): value is InlineQueryResult {
  return isRecord(value) && typeof value['type'] === 'string' && typeof value['id'] === 'string'
}
