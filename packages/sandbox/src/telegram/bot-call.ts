import type { Message, Ret } from '@telegraf/types'
import type { SandboxContext } from '../context.js'
import { BotFailure, badRequest } from './bot-failure.js'
import type { Place } from './bot-message.js'
import { textOf, type Parameters } from './bot-parameters.js'
import type { BotState } from './bot-state.js'

export type BotCall = { context: SandboxContext; state: BotState; parameters: Parameters }

type Methods = Ret<never>
type EditMethod = 'editMessageText' | 'editMessageCaption' | 'editMessageReplyMarkup'

/** A message answers for the exact kind of message that a method promises; an edit has two forms, of which the sandbox has the one with a chat. */
type Answer<R> = R extends Message ? Message : R extends Message[] ? Message[] : R

/** Methods by their names in core.telegram.org/bots/api, their answers held to the types of the real interface. */
export type BotMethods = { [M in keyof Methods]?: (call: BotCall) => M extends EditMethod ? Message : Answer<Methods[M]> }

/** The chat a call names; 400 when there is none. */
export function placeOf({ context, parameters }: BotCall): Place {
  const reference = textOf(parameters, 'chat_id')
  if (reference === '') throw badRequest('chat_id is empty')
  if (/^(-100\d+|@\w+)$/.test(reference)) {
    const channel = context.world.findChannel(reference)
    if (!channel) throw badRequest('chat not found')
    return { kind: 'channel', channel }
  }
  const user = context.world.users.get(Number(reference))
  if (!user) throw badRequest('chat not found')
  return { kind: 'private', user }
}

/** The chat a call names, when the bot may write there: in a channel it must be an admin, a person must have started it and not blocked it. */
export function writablePlaceOf(call: BotCall): Place {
  const place = placeOf(call)
  if (place.kind === 'channel') {
    if (!place.channel.adminBotIds.has(call.state.botId)) throw new BotFailure(403, 'Forbidden: bot is not a member of the channel chat')
    return place
  }
  if (place.user.hasBlockedBot) throw new BotFailure(403, 'Forbidden: bot was blocked by the user')
  if (!place.user.hasStarted) throw new BotFailure(403, "Forbidden: bot can't initiate conversation with a user")
  return place
}
