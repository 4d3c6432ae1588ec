import { BotRefusal } from '@cars-bot/adapters/bot-api'

const neverLeft = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH/

/** Whether the user's private chat takes no messages from the bot any more. */
export function saysUserIsGone(error: unknown): boolean {
  return error instanceof BotRefusal && (error.reason === 'blocked' || error.reason === 'chat-not-found')
}

/** Whether Telegram may have taken the message although no answer came: not when it answered with an error, or when the connection never stood. */
export function mayHaveArrived(error: unknown): boolean {
  if (!(error instanceof Error) || error.cause === undefined) return false
  return typeof error.cause !== 'string' || !neverLeft.test(error.cause)
}
