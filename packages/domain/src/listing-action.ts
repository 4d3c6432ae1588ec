/** What a button under a listing or a contact card does. */
export const listingActions = ['contact', 'save', 'unsave', 'complain', 'sold', 'card'] as const

export type ListingAction = (typeof listingActions)[number]

/** Data of such a button: `contact:<publicId>`, well within the 64 bytes of the Bot API (core.telegram.org/bots/api#inlinekeyboardbutton). */
export function listingActionData(action: ListingAction, publicId: string): string {
  return `${action}:${publicId}`
}

/** The public id in the data of a button for this action; null for any other data. */
export function parseListingAction(action: ListingAction, data: string): string | null {
  const publicId = data.startsWith(`${action}:`) ? data.slice(action.length + 1) : ''
  return /^[\w-]{1,40}$/.test(publicId) ? publicId : null
}
