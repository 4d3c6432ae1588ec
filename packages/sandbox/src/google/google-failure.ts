type Status = 'INVALID_ARGUMENT' | 'UNAUTHENTICATED' | 'PERMISSION_DENIED' | 'NOT_FOUND' | 'RESOURCE_EXHAUSTED'

const httpCodes: Record<Status, number> = { INVALID_ARGUMENT: 400, UNAUTHENTICATED: 401, PERMISSION_DENIED: 403, NOT_FOUND: 404, RESOURCE_EXHAUSTED: 429 }

/** A refusal in Google's error model (cloud.google.com/apis/design/errors). */
export class GoogleFailure extends Error {
  override name = 'GoogleFailure'
  readonly httpCode: number

  constructor(
    readonly status: Status,
    message: string,
  ) {
    super(message)
    this.httpCode = httpCodes[status]
  }

  body(): object {
    return { error: { code: this.httpCode, message: this.message, status: this.status } }
  }
}
