import { failureOf } from '@cars-bot/adapters/errors'
import { broadcastProgress, isLanguage, visibleLength, type BroadcastState } from '@cars-bot/domain'
import { countRecipients, type BroadcastModel } from '@cars-bot/platform'
import type { App } from '../../app.js'
import { type CallbackCodec } from '../../callback-codec.js'
import { onCallback, type CallbackRoute, type Feature, type Reply, type Visit } from '../../feature.js'
import type { Audience } from './audience.js'
import { audienceCallback, cancelCallback, languageCallback, rewriteCallback, sendCallback, stopCallback } from './callbacks.js'
import { countAudience, emptyDraft, ownDraft, startDraft, startSending, stopSending } from './drafts.js'
import { audienceView, languageView, progressKeyboard, readyView, writeView } from './view.js'

const mostOfMessage = 4_096

/** One message of an admin to many; the worker sends it. For admins alone: to everybody else there is no such command and no such button. */
export const broadcastFeature: Feature = {
  commands: {
    broadcast: (_app, { texts, isAdmin }) => Promise.resolve(isAdmin ? audienceView(texts) : { kind: 'message', html: texts.unknownText }),
  },
  callbacks: [
    forAdmins(audienceCallback, (_app, { texts }, audience) => Promise.resolve(languageView(texts, audience))),
    forAdmins(languageCallback, async (app, { user, texts }, audience) => writeView(texts, await startDraft(app, { adminId: user.telegramId, ...audience }))),
    ofDraft(rewriteCallback, async (app, { texts }, draft) => writeView(texts, await app.db.broadcast.update({ where: { id: draft.id }, data: { html: '' } }))),
    ofDraft(cancelCallback, async (app, { texts }, draft) => {
      await app.db.broadcast.deleteMany({ where: { id: draft.id, status: 'DRAFT' } })
      return { kind: 'message', html: texts.broadcastDropped }
    }),
    ofDraft(sendCallback, start),
    forAdmins(stopCallback, async (app, { texts }, id) => {
      if (!(await stopSending(app, id))) return { kind: 'toast', text: texts.broadcastOver }
      return { kind: 'message', html: broadcastProgress('STOPPED', await countRecipients(app.db, id)) }
    }),
  ],
  async text(app, visit, text, html) {
    if (!visit.isAdmin || text.trim() === '') return null
    const draft = await emptyDraft(app, visit.user.telegramId)
    return draft && (await takeWords(app, visit, { draft, html }))
  },
}

/** The words are shown exactly as people will get them; what Telegram does not take is not kept. */
async function takeWords(app: App, { user, texts }: Visit, { draft, html }: { draft: BroadcastModel; html: string }): Promise<Reply> {
  const length = visibleLength(html)
  if (length > mostOfMessage) return { kind: 'message', html: texts.broadcastTooLong({ length, limit: mostOfMessage }) }
  try {
    await app.bot.sendText({ chatId: user.telegramId, html })
  } catch (error) {
    if (failureOf(error).kind !== 'permanent') throw error
    return { kind: 'message', html: texts.broadcastRefused }
  }
  const written = await app.db.broadcast.update({ where: { id: draft.id }, data: { html } })
  return readyView(texts, { draft: written, count: await countAudience(app, audienceOf(written)) })
}

async function start(app: App, { texts, messageId }: Visit, draft: BroadcastModel): Promise<Reply> {
  const audience = audienceOf(draft)
  if ((await countAudience(app, audience)) === 0) return { kind: 'toast', text: texts.broadcastNobody }
  const total = await startSending(app, { draft, audience, messageId })
  if (total === null) return { kind: 'toast', text: texts.broadcastOver }
  app.log.info('broadcast started', { broadcastId: draft.id, total })
  const state: BroadcastState = 'SENDING'
  return { kind: 'message', html: broadcastProgress(state, { total, sent: 0, refused: 0, unknown: 0 }), keyboard: progressKeyboard(draft.id) }
}

function audienceOf({ audience, language }: BroadcastModel): Audience {
  return { audience, language: isLanguage(language) ? language : null }
}

function forAdmins<T>(codec: CallbackCodec<T>, handle: (app: App, visit: Visit, value: T) => Promise<Reply>): CallbackRoute {
  return onCallback(codec, async (app, visit, value) => (visit.isAdmin ? handle(app, visit, value) : { kind: 'toast', text: visit.texts.unknownButton }))
}

/** A draft of the admin who presses; a sent or dropped one is over. */
function ofDraft(codec: CallbackCodec<string>, handle: (app: App, visit: Visit, draft: BroadcastModel) => Promise<Reply>): CallbackRoute {
  return forAdmins(codec, async (app, visit, id) => {
    const draft = await ownDraft(app, { id, adminId: visit.user.telegramId })
    return draft ? handle(app, visit, draft) : { kind: 'toast', text: visit.texts.broadcastOver }
  })
}
