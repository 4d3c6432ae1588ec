/** A refusal of the Bot API: HTTP status, Telegram's description, and seconds to wait for 429. */
export class BotFailure extends Error {
  override name = 'BotFailure'

  constructor(
    readonly code: number,
    readonly description: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(description)
  }
}

export function badRequest(description: string): BotFailure {
  return new BotFailure(400, `Bad Request: ${description}`)
}
