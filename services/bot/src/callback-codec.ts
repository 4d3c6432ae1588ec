import { listingActionData, parseListingAction, type ListingAction } from '@cars-bot/domain'

/** Data of a button and back. `decode` gives null for whatever `encode` could not have made: anybody can send any data. */
export type CallbackCodec<T> = { encode(value: T): string; decode(data: string): { value: T } | null }

/** `name:<uuid>`: at most 64 bytes, the Bot API's limit (core.telegram.org/bots/api#inlinekeyboardbutton), for a name of up to 27. */
export function idCallback(name: string): CallbackCodec<string> {
  return {
    encode: (id) => `${name}:${id}`,
    decode(data) {
      const id = data.startsWith(`${name}:`) ? data.slice(name.length + 1) : ''
      return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? { value: id } : null
    },
  }
}

const screenNames = ['start', 'search', 'alerts', 'favorites', 'history', 'subscription', 'lang', 'help'] as const
export type ScreenName = (typeof screenNames)[number]

/** `go:history`: shows what the command of that name shows, in place of the message with the button. */
export const screenCallback: CallbackCodec<ScreenName> = {
  encode: (name) => `go:${name}`,
  decode(data) {
    const name = screenNames.find((candidate) => `go:${candidate}` === data)
    return name ? { value: name } : null
  },
}

/** `name` alone. */
export function plainCallback(name: string): CallbackCodec<null> {
  return { encode: () => name, decode: (data) => (data === name ? { value: null } : null) }
}

/** `save:<publicId>`: the buttons under listings and contact cards. */
export function listingActionCallback(action: ListingAction): CallbackCodec<string> {
  return {
    encode: (publicId) => listingActionData(action, publicId),
    decode(data) {
      const publicId = parseListingAction(action, data)
      return publicId === null ? null : { value: publicId }
    },
  }
}

/** `name:3`: pages from 0 on. */
export function pageCallback(name: string): CallbackCodec<number> {
  return {
    encode: (page) => `${name}:${page}`,
    decode(data) {
      const page = data.startsWith(`${name}:`) ? data.slice(name.length + 1) : ''
      return /^(?:0|[1-9]\d{0,4})$/.test(page) ? { value: Number(page) } : null
    },
  }
}
