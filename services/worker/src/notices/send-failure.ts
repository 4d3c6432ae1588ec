const goneWords = /bot was blocked by the user|user is deactivated|bot can't initiate conversation|chat not found/i
const neverLeft = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ECONNABORTED'])

/** The Bot API's words for a private chat that no longer takes messages (403 and 400 of sendMessage). */
export function saysUserIsGone(error: unknown): boolean {
  return causes(error).some((cause) => goneWords.test(cause.message))
}

/** Whether Telegram may have taken the message although no answer came: false when it answered with an error or the connection never stood. */
export function mayHaveArrived(error: unknown): boolean {
  return !causes(error).some((cause) => ('code' in cause && neverLeft.has(String(cause.code))) || isAnswer(cause))
}

/** Telegram's own refusal carries its HTTP code. */
function isAnswer(cause: Error): boolean {
  const code = 'status' in cause ? cause.status : 'code' in cause ? cause.code : undefined
  return typeof code === 'number' && code >= 400
}

function causes(error: unknown): Error[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : []
}
