import type { MessageEntity } from '@telegraf/types'
import { z } from 'zod'
import { withFoundEntities } from '../telegram/found-entities.js'
import type { FormattedText } from '../telegram/formatted-text.js'
import type { TelegramWorld, WorldButton, WorldMessage } from '../telegram/world.js'
import { ControlFailure } from './failure.js'

const amount = z.int().min(0).max(10).default(0)
const urlButtons = z.array(z.array(z.strictObject({ text: z.string().min(1), url: z.string().min(1) })).max(8)).max(100)
const marks = {
  /** The first such words of the text become a link. */
  links: z.array(z.strictObject({ text: z.string().min(1), url: z.string().min(1) })).default([]),
  /** The first such words of the text mention a person who has no username. */
  mentions: z.array(z.strictObject({ text: z.string().min(1), userId: z.int().positive() })).default([]),
}

export const newPost = z.strictObject({
  text: z.string().default(''),
  ...marks,
  photos: amount,
  /** Photos by their content, base64, after the drawn ones. */
  pictures: z.array(z.base64()).max(10).default([]),
  videos: amount,
  /** Pictures sent as files. */
  documents: amount,
  /** Every file of the post has at least this many bytes. */
  fileBytes: z.int().min(1).max(64 * 1_048_576).optional(),
  /** The author whom the channel shows. */
  from: z.string().optional(),
  buttons: urlButtons.default([]),
  contact: z.strictObject({ phone: z.string().min(3), firstName: z.string().min(1), lastName: z.string().optional(), userId: z.int().positive().optional() }).optional(),
  forwardedFrom: z
    .union([
      z.strictObject({ channel: z.string(), messageId: z.int().positive() }),
      z.strictObject({ channelTitle: z.string().min(1), channelId: z.int().positive().default(1_400_000_001), messageId: z.int().positive() }),
      z.strictObject({ name: z.string().min(1) }),
    ])
    .optional(),
})

export type NewPost = z.output<typeof newPost>

/** What an edit leaves out stays as it is. */
export const postEdit = z.strictObject({
  text: z.string().optional(),
  ...marks,
  buttons: urlButtons.optional(),
  /** The picture or clip is replaced by a new one of this kind. */
  media: z.enum(['photo', 'video', 'document']).optional(),
  /** Somebody reacted: an edit that changes nothing people would call one. */
  reaction: z.literal(true).optional(),
})

/** A text with the marks asked for and those Telegram's server finds by itself. */
export function marked(world: TelegramWorld, { text, links, mentions }: Pick<NewPost, 'text' | 'links' | 'mentions'>): FormattedText {
  const entities: MessageEntity[] = [
    ...links.map(({ text: words, url }) => ({ type: 'text_link' as const, ...placeOf(words, text), url })),
    ...mentions.map(({ text: words, userId }) => ({ type: 'text_mention' as const, ...placeOf(words, text), user: personOf(world, userId) })),
  ]
  return withFoundEntities({ text, entities })
}

export function buttonRows(rows: NewPost['buttons']): WorldButton[][] {
  return rows.map((row) => row.map(({ text, url }) => ({ text, url })))
}

/** By the name or id of a channel of this world, by the title of one elsewhere, or by the name of a person who hides behind it. */
export function forwardOf(world: TelegramWorld, origin: NewPost['forwardedFrom']): WorldMessage['forwardedFrom'] {
  if (origin === undefined) return null
  if ('name' in origin) return origin
  if ('channelTitle' in origin) return { channelId: BigInt(origin.channelId), messageId: origin.messageId, title: origin.channelTitle }
  const channel = world.findChannel(origin.channel)
  if (!channel) throw new ControlFailure(404, `there is no channel ${origin.channel}`)
  return { channelId: channel.id, messageId: origin.messageId, title: channel.title }
}

function placeOf(words: string, text: string): { offset: number; length: number } {
  const offset = text.indexOf(words)
  if (offset < 0) throw new ControlFailure(400, `the text has no «${words}»`)
  return { offset, length: words.length }
}

function personOf(world: TelegramWorld, userId: number): { id: number; is_bot: false; first_name: string } {
  const user = world.users.get(userId)
  if (!user) throw new ControlFailure(404, `there is no user ${userId}`)
  return { id: userId, is_bot: false, first_name: user.firstName }
}
