import type { InlineQueryResult } from '@telegraf/types'
import type { BotCall, BotMethods } from './bot-call.js'
import { badRequest } from './bot-failure.js'
import { keyboardOf } from './bot-keyboard.js'
import { flagOf, isRecord, jsonOf, numberOf, shownText, textOf } from './bot-parameters.js'
import type { BotState } from './bot-state.js'
import { checkedCaption, checkedText, formattedText, type FormattedText } from './formatted-text.js'

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
    const results = checkedResults(state, jsonOf(parameters, 'results'))
    const nextOffset = textOf(parameters, 'next_offset')
    if (Buffer.byteLength(nextOffset) > 64) throw badRequest('NEXT_OFFSET_INVALID')
    checkButton(jsonOf(parameters, 'button'))
    const cacheSeconds = numberOf(parameters, 'cache_time')
    if (cacheSeconds !== null && cacheSeconds < 0) throw badRequest('invalid cache_time specified')
    flagOf(parameters, 'is_personal')
    state.inlineQueries.delete(id)
    query.settle({ results, nextOffset })
    return true
  },
} satisfies BotMethods

/** At most 50 results with ids of 1–64 bytes, each once (core.telegram.org/bots/api#answerinlinequery). */
function checkedResults(state: BotState, results: unknown): InlineQueryResult[] {
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
    checkContent(state, result)
    return result
  })
}

/** What all kinds of results have in common is there; the rest is shown as it came. */
function isResult(value: unknown): value is InlineQueryResult & Record<string, unknown> {
  return isRecord(value) && typeof value['type'] === 'string' && typeof value['id'] === 'string'
}

/** A photo of the bot's own with a caption, or a text; the limits are those of a message (core.telegram.org/bots/api#inlinequeryresultcachedphoto, #inputtextmessagecontent). */
function checkContent(state: BotState, result: InlineQueryResult & Record<string, unknown>): void {
  if (result['reply_markup'] !== undefined) keyboardOf({ values: { reply_markup: result['reply_markup'] }, uploads: new Map() }, { kind: 'private' })
  if (result['photo_file_id'] !== undefined) {
    if (!state.fileIds.has(shownText(result['photo_file_id'], 'photo_file_id'))) throw badRequest('wrong file identifier/HTTP URL specified')
    checkedCaption(marked(result, 'caption'))
  }
  const content = result['input_message_content']
  if (content === undefined) return
  if (!isRecord(content)) throw badRequest("can't parse InputMessageContent: expected an Object")
  checkedText(marked(content, 'message_text'), 'MESSAGE_TOO_LONG')
}

function marked(fields: Record<string, unknown>, name: 'caption' | 'message_text'): FormattedText {
  return formattedText(shownText(fields[name], name), { parseMode: shownText(fields['parse_mode'], 'parse_mode') })
}

/** A button above the results opens the bot with a payload like that of a deep link (core.telegram.org/bots/api#inlinequeryresultsbutton). */
function checkButton(button: unknown): void {
  if (button === null) return
  const { text, start_parameter: payload } = isRecord(button) ? button : {}
  if (typeof text !== 'string' || text === '') throw badRequest("can't parse InlineQueryResultsButton: text must be non-empty")
  if (typeof payload !== 'string' || !/^[A-Za-z0-9_-]{1,64}$/.test(payload)) throw badRequest('START_PARAM_INVALID')
}
