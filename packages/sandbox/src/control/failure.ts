/** A refusal of the control interface that names what is wrong. */
export class ControlFailure extends Error {
  override name = 'ControlFailure'

  constructor(
    readonly status: 400 | 404 | 409,
    message: string,
  ) {
    super(message)
  }
}
