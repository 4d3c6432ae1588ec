import { moderationData, parseModeration, refusedByOwnerText, type ModerationDecision } from '@cars-bot/domain'
import { decidePost } from '@cars-bot/platform'
import type { CallbackCodec } from '../../callback-codec.js'
import { onCallback, type Feature } from '../../feature.js'

const moderationCallback: CallbackCodec<{ decision: ModerationDecision; postId: string }> = {
  encode: ({ decision, postId }) => moderationData(decision, postId),
  decode(data) {
    const value = parseModeration(data)
    return value && { value }
  },
}

/** Decisions on posts that wait for one; the worker sends the cards and closes them. For admins alone: to everybody else there is no such command and no such button. */
export const moderationFeature: Feature = {
  commands: {
    async moderation(app, { texts, isAdmin }) {
      if (!isAdmin) return { kind: 'message', html: texts.unknownText }
      const count = await app.db.post.count({ where: { status: 'MODERATION' } })
      if (count > 0) await app.jobs.enqueue('requeueModeration', {}, { dedupeKey: 'requeueModeration' })
      return { kind: 'message', html: texts.moderationWaiting(count) }
    },
  },
  callbacks: [
    onCallback(moderationCallback, async (app, { user, texts, isAdmin }, { postId, decision }) => {
      if (!isAdmin) return { kind: 'toast', text: texts.unknownButton }
      const isDecided = await decidePost(app, { postId, decision, refusalReason: refusedByOwnerText, now: app.now(), chatId: user.telegramId })
      if (!isDecided) return { kind: 'toast', text: texts.moderationOver }
      return { kind: 'toast', text: decision === 'approve' ? texts.moderationApproved : texts.moderationRefused }
    }),
  ],
}
