import { Router } from 'express'
import type { SandboxContext } from '../context.js'
import type { BotState } from '../telegram/bot-state.js'
import type { WorldChannel } from '../telegram/world.js'
import { addChannelCalls } from './channel-calls.js'
import { ControlFailure } from './failure.js'
import { addPersonCalls } from './person-calls.js'
import { postMessage } from './post-message.js'
import { newPost } from './post-shape.js'

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
  return postMessage(world, channel, newPost.parse({ text: ad.text, photos: ad.photos, ...(ad.author ? { from: ad.author } : {}) }))
}
