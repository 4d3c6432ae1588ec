import { BotFailure, BotRefusal } from '@cars-bot/adapters/bot-api'

/** Whether the user's private chat takes no messages from the bot any more. */
export function saysUserIsGone(error: unknown): boolean {
  return error instanceof BotRefusal && (error.reason === 'blocked' || error.reason === 'chat-not-found')
}

/** Whether the user may have got the message although no answer came. An error of Telegram's own is an answer: the message was not taken. */
export function mayHaveArrived(error: unknown): boolean {
  return error instanceof BotFailure && error.status === undefined && error.mayHaveArrived
}
