import type { NoticeKind } from '@cars-bot/platform'

/** The name of an event that is told of at most once, such as `SUBSCRIPTION_STARTED:<paymentId>`. */
export function eventKey(kind: NoticeKind, id: string): string {
  return `${kind}:${id}`
}

/** The id an event key was made of. */
export function eventId(key: string): string {
  return key.slice(key.indexOf(':') + 1)
}
