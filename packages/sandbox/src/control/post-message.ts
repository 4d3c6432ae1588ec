import type { TelegramWorld, WorldChannel, WorldFile, WorldMessage } from '../telegram/world.js'
import { ControlFailure } from './failure.js'
import { givenPhoto, newFile, type FileKind } from './post-files.js'
import { buttonRows, forwardOf, marked, type NewPost } from './post-shape.js'

/** Telegram's own limits of a text and of a caption (core.telegram.org/method/messages.sendMessage, messages.sendMedia). */
const maxLength = { text: 4_096, caption: 1_024 }

/** Posts one message, or an album with text and marks on its first part. Refuses what Telegram has no message for. Gives the ids. */
export function postMessage(world: TelegramWorld, channel: WorldChannel, post: NewPost): number[] {
  const count = post.photos + post.pictures.length + post.videos + post.documents
  check(post, count)
  const common = { from: 'channel' as const, author: post.from ?? null, forwardedFrom: forwardOf(world, post.forwardedFrom) }
  const buttons = buttonRows(post.buttons)
  const text = marked(world, post)
  if (post.contact) return [world.post(channel, { ...common, buttons, contact: contactOf(post.contact) }).id]
  if (count === 0) return [world.post(channel, { ...common, ...text, buttons }).id]
  const groupedId = count > 1 ? world.newGroupedId() : null
  return filesOf(world, post).map((file, index) => world.post(channel, { ...common, ...(index === 0 ? text : {}), buttons, file, groupedId }).id)
}

export function checkLength(text: string, kind: keyof typeof maxLength): void {
  if (text.length > maxLength[kind]) throw new ControlFailure(400, `text: a ${kind} has at most ${maxLength[kind]} characters, this one has ${text.length}`)
}

/** Albums as in https://core.telegram.org/bots/api#sendmediagroup: files among themselves only, ten at most, and no buttons. */
function check(post: NewPost, count: number): void {
  const refuse = (message: string): never => {
    throw new ControlFailure(400, message)
  }
  if (post.text === '' && count === 0 && !post.contact) refuse('a post needs a text, a file or a contact')
  if (post.contact && (post.text !== '' || count > 0)) refuse('a contact card has no text and no files beside it')
  if (post.documents > 0 && post.documents < count) refuse('files share an album with files only')
  if (count > 10) refuse('an album has ten parts at most')
  if (count > 1 && post.buttons.length > 0) refuse('an album has no buttons')
  checkLength(post.text, count > 0 ? 'caption' : 'text')
}

function filesOf(world: TelegramWorld, { photos, pictures, videos, documents, fileBytes }: NewPost): WorldFile[] {
  const drawn = (kind: FileKind, amount: number): WorldFile[] => Array.from({ length: amount }, () => newFile(world, kind, fileBytes))
  return [...drawn('photo', photos), ...pictures.map((picture) => givenPhoto(world, Buffer.from(picture, 'base64'))), ...drawn('video', videos), ...drawn('document', documents)]
}

function contactOf({ phone, firstName, lastName, userId }: NonNullable<NewPost['contact']>): WorldMessage['contact'] {
  return { phone, firstName, ...(lastName ? { lastName } : {}), ...(userId ? { userId } : {}) }
}
