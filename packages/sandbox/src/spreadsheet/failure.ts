/** A refusal in the shape of Google's APIs (cloud.google.com/apis/design/errors). */
export class GoogleFailure extends Error {
  override name = 'GoogleFailure'

  constructor(
    readonly code: number,
    readonly status: string,
    message: string,
  ) {
    super(message)
  }
}

export function invalidArgument(message: string): GoogleFailure {
  return new GoogleFailure(400, 'INVALID_ARGUMENT', message)
}
