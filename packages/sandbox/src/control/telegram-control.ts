import { Router } from 'express'
import type { SandboxContext } from '../context.js'
import { carPicture } from '../telegram/picture.js'
import type { BotState } from '../telegram/bot-state.js'
import { withFoundEntities } from '../telegram/found-entities.js'
import type { WorldChannel } from '../telegram/world.js'
import { addChannelCalls } from './channel-calls.js'
import { ControlFailure } from './failure.js'
import { addPersonCalls } from './person-calls.js'

/** Channels, people and what they do, under /api/telegram. */
export function telegramControl(context: SandboxContext, bot: BotState): Router {
  const router = Router()
  addChannelCalls(router, context)
  addPersonCalls(router, context, bot)
  router.get('/files/:id', (request, response) => {
    const file = context.world.files.get(request.params.id)
    if (!file) throw new ControlFailure(404, `there is no file ${request.params.id}`)
    response.set('cache-control', 'max-age=3600').type(file.mimeType).send(file.bytes)
  })
  return router
}

/** Posts an ad: one message, or an album with the text on its first part. No two of its pictures, nor any before them, are alike. */
export function postAd({ world }: Pick<SandboxContext, 'world'>, channel: WorldChannel, ad: { text: string; photos: number; author?: string | null }): number[] {
  const author = ad.author ?? null
  const marked = withFoundEntities({ text: ad.text, entities: [] })
  if (ad.photos === 0) return [world.post(channel, { from: 'channel', ...marked, author }).id]
  const groupedId = ad.photos > 1 ? world.newGroupedId() : null
  return Array.from({ length: ad.photos }, (_, index) => {
    const file = world.addFile({ kind: 'photo', mimeType: 'image/png', bytes: carPicture(world.files.size + 1), width: 640, height: 480 })
    return world.post(channel, { from: 'channel', ...(index === 0 ? marked : {}), file, groupedId, author }).id
  })
}
