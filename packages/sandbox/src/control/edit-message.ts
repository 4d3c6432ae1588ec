import type { z } from 'zod'
import type { TelegramWorld, WorldChannel, WorldMessage } from '../telegram/world.js'
import { ControlFailure } from './failure.js'
import { newFile } from './post-files.js'
import { checkLength } from './post-message.js'
import { buttonRows, marked, type postEdit } from './post-shape.js'

/** Edits a post: its text, buttons, medium, or nothing but its reactions. What Telegram would refuse is refused. */
export function editMessage(world: TelegramWorld, channel: WorldChannel, message: WorldMessage, edit: z.output<typeof postEdit>): void {
  const { text, buttons, media, reaction } = edit
  if (text === undefined && !buttons && !media && !reaction) throw new ControlFailure(400, 'an edit changes something: text, buttons, media or reaction')
  if (reaction && (text !== undefined || buttons || media)) throw new ControlFailure(400, 'a reaction changes nothing else')
  if (text === undefined && edit.links.length + edit.mentions.length > 0) throw new ControlFailure(400, 'links and mentions are marks of a text')
  if (media && !message.file) throw new ControlFailure(400, 'this post has no medium to replace')
  if (buttons && message.groupedId !== null && buttons.length > 0) throw new ControlFailure(400, 'an album has no buttons')
  if (text === '' && !message.file) throw new ControlFailure(400, 'a post needs a text or a file')
  if (text !== undefined) checkLength(text, message.file ? 'caption' : 'text')
  world.edit(channel, message.id, {
    ...(text === undefined ? {} : marked(world, { text, links: edit.links, mentions: edit.mentions })),
    ...(buttons ? { buttons: buttonRows(buttons) } : {}),
    ...(media ? { file: newFile(world, media) } : {}),
    ...(reaction ? { isEditHidden: true } : {}),
  })
}
