import type { Message } from '@telegraf/types'
import { writablePlaceOf, type BotCall, type BotMethods } from './bot-call.js'
import { badRequest } from './bot-failure.js'
import { mediaFile, uploadedFile } from './bot-files.js'
import { keyboardOf } from './bot-keyboard.js'
import { countCalls } from './bot-limits.js'
import { botMessage, type Place } from './bot-message.js'
import { flagOf, isRecord, jsonOf, shownText, textOf } from './bot-parameters.js'
import { checkedCaption, checkedText, formattedText, type FormattedText } from './formatted-text.js'
import type { WorldMessage } from './world.js'

export const sendMethods = {
  sendMessage(call) {
    const place = writablePlaceOf(call)
    const text = checkedText(formattedText(textOf(call.parameters, 'text'), marksOf(call, 'entities')), 'message is too long')
    return deliver(call, place, { ...text, buttons: buttonsOf(call, place) })
  },
  sendPhoto: (call) => sendFile(call, 'photo'),
  sendVideo: (call) => sendFile(call, 'video'),
  sendMediaGroup,
  sendChatAction(call) {
    writablePlaceOf(call)
    if (!chatActions.has(textOf(call.parameters, 'action'))) throw badRequest('wrong parameter action in request')
    return true
  },
} satisfies BotMethods

const chatActions = new Set(['typing', 'upload_photo', 'record_video', 'upload_video', 'record_voice', 'upload_voice', 'upload_document', 'choose_sticker', 'find_location', 'record_video_note', 'upload_video_note'])

type Draft = Partial<Pick<WorldMessage, 'text' | 'entities' | 'file' | 'groupedId' | 'buttons' | 'invoice'>>

/** Writes one message, limits counted first, and answers with it. */
export function deliver(call: BotCall, place: Place, draft: Draft): Message {
  const [message] = deliverAll(call, place, [draft])
  if (!message) throw new Error('one draft makes one message')
  return message
}

function deliverAll(call: BotCall, place: Place, drafts: Draft[]): Message[] {
  const { context, state, parameters } = call
  const protectContent = flagOf(parameters, 'protect_content')
  if (context.config.limits) countCalls(state, 'send', { place, items: drafts.length })
  return drafts.map((draft) => {
    const message = { ...draft, from: 'bot' as const, protectContent }
    const written = place.kind === 'channel' ? context.world.post(place.channel, message) : context.world.say(place.user, message)
    return botMessage({ world: context.world, state }, place, written)
  })
}

function sendFile(call: BotCall, kind: 'photo' | 'video'): Message {
  const place = writablePlaceOf(call)
  const caption = checkedCaption(formattedText(textOf(call.parameters, 'caption'), marksOf(call, 'caption_entities')))
  const buttons = buttonsOf(call, place)
  const upload = call.parameters.uploads.get(kind)
  const file = upload ? uploadedFile(call, kind, upload) : mediaFile(call, kind, textOf(call.parameters, kind))
  const sent = deliver(call, place, { ...caption, file, buttons })
  return isConverting(call, [file]) ? { ...sent, message_id: 0 } : sent
}

/**
 * A `wrong-answer` fault, `converting`: a video that is still converted for a large channel is a scheduled message, whose id is 0 in the answer
 * (core.telegram.org/bots/api-changelog, 4 December 2024). Here it stands in the channel at once.
 */
function isConverting({ context }: BotCall, files: readonly { kind: string }[]): boolean {
  return files.some(({ kind }) => kind === 'video') && context.faults.take('bot-api', 'sendVideo', ['wrong-answer'])?.answer === 'converting'
}

/** An album of 2–10 photos and videos; it has no keyboard (core.telegram.org/bots/api#sendmediagroup). */
function sendMediaGroup(call: BotCall): Message[] {
  const place = writablePlaceOf(call)
  const media = jsonOf(call.parameters, 'media')
  if (media === null) throw badRequest('parameter "media" is required')
  if (!Array.isArray(media)) throw badRequest("can't parse media: expected an Array of InputMedia")
  if (media.length === 0) throw badRequest('there are no messages to send')
  if (media.length < 2) throw badRequest('there must be at least 2 media in an album')
  if (media.length > 10) throw badRequest('too many messages to send as an album')
  const items = media.map((item: unknown) => albumItem(item))
  const groupedId = call.context.world.newGroupedId()
  const drafts = items.map(({ type, media: reference, caption }) => ({ ...caption, file: mediaFile(call, type, reference), groupedId }))
  const sent = deliverAll(call, place, drafts)
  return isConverting(call, drafts.map(({ file }) => file)) ? sent.map((message) => ({ ...message, message_id: 0 })) : sent
}

function albumItem(item: unknown): { type: 'photo' | 'video'; media: string; caption: FormattedText } {
  if (!isRecord(item)) throw badRequest("can't parse InputMedia: expected an Object")
  const { type, media } = item
  if (type !== 'photo' && type !== 'video') throw badRequest(`can't parse InputMedia: type "${shownText(type, 'type')}" can't be used in sendMediaGroup`)
  if (typeof media !== 'string' || media === '') throw badRequest('can\'t parse InputMedia: media not found')
  const marks = { parseMode: shownText(item['parse_mode'], 'parse_mode'), entities: item['caption_entities'] ?? null }
  return { type, media, caption: checkedCaption(formattedText(shownText(item['caption'], 'caption'), marks)) }
}

/** How the text of a call is marked: `parse_mode`, or a list of entities in the parameter `name`. */
export function marksOf({ parameters }: Pick<BotCall, 'parameters'>, name: 'entities' | 'caption_entities'): { parseMode: string; entities: unknown } {
  return { parseMode: textOf(parameters, 'parse_mode'), entities: jsonOf(parameters, name) }
}

/** A keyboard for anything but an invoice: it can't take money. */
export function buttonsOf({ parameters }: Pick<BotCall, 'parameters'>, place: Place): WorldMessage['buttons'] {
  const buttons = keyboardOf(parameters, place)
  if (buttons.flat().some((button) => button.pay)) throw badRequest('BUTTON_TYPE_INVALID')
  return buttons
}
