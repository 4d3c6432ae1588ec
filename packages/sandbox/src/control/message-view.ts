import { publicChannelId, type WorldMessage } from '../telegram/world.js'
import { ControlFailure } from './failure.js'

/** A message as the control interface shows it. */
export function messageView(message: WorldMessage): object {
  const { id, text, entities, groupedId, buttons, date, editedAt, file, invoice, protectContent, author, forwardedFrom, contact } = message
  return {
    id,
    from: typeof message.from === 'number' ? 'user' : message.from,
    text,
    entities,
    groupedId: groupedId === null ? null : String(groupedId),
    document: file?.kind === 'document' ? file.id : null,
    author,
    ...(contact ? { contact } : {}),
    ...(forwardedFrom ? { forwardedFrom: 'name' in forwardedFrom ? forwardedFrom : { ...forwardedFrom, channelId: publicChannelId({ id: forwardedFrom.channelId }) } } : {}),
    photo: file && file.kind !== 'video' ? file.id : null,
    video: file?.kind === 'video' ? file.id : null,
    buttons,
    date: date.toISOString(),
    editedAt: message.isEditHidden ? null : (editedAt?.toISOString() ?? null),
    protectContent,
    ...(invoice ? { invoice } : {}),
  }
}

export function messageOf(messages: ReadonlyMap<number, WorldMessage>, id: number | string): WorldMessage {
  const message = messages.get(Number(id))
  if (!message) throw new ControlFailure(404, `there is no message ${id}`)
  return message
}
