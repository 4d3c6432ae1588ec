import { failureOf } from '@cars-bot/adapters/errors'
import { findContacts, messageOrigin } from '@cars-bot/domain'
import type { JobPayload } from '@cars-bot/platform'
import type { App } from '../app.js'
import { learnPhrases } from '../reading/channel-phrases.js'
import { loadSettings } from './load-settings.js'
import { outcomeOf, type PostWithChannel } from './outcome-of.js'
import { requestModeration } from '../moderation/request-moderation.js'
import { readPost } from './read-post.js'
import { requestPublication } from './request-publication.js'
import { requestUpdate } from './request-update.js'
import { storeReading } from './store-reading.js'

/** While a post is read its claim is renewed; a claim older than this belongs to a dead process. */
const claimRenewedMs = 3_000
const claimEndsMs = 12_000

/**
 * Reads a new post: facts, contacts, verdict, duplicate or not, all stored in one transaction; a READY post goes on to publishing. Safe to run twice and
 * beside itself: only the run that claims the post reads it, another one throws until that claim has ended. When the model is away the post is NEW again
 * and the job tries later.
 */
export async function processPost(app: App, { postId }: JobPayload<'processPost'>): Promise<void> {
  const post = await claim(app, postId)
  if (!post) return refuseIfBusy(app, postId)
  const renewal = setInterval(() => void renewClaim(app, postId), claimRenewedMs)
  try {
    const settings = await loadSettings(app)
    const read = await readPost(app, post, settings)
    if (read.kind === 'waits') return await release(app, post, { reason: read.reason, isTry: false })
    const { reading } = read
    const contacts = findContacts(post.text, messageOrigin.parse(post.origin))
    const stored = await storeReading(app, { post, reading, contacts, outcome: outcomeOf({ post, reading, contacts, settings }) })
    if (stored === null) return
    // Lines are counted once for each car: not for one that is told of again.
    if (post.textHash === null && (stored === 'READY' || stored === 'MODERATION')) await learnPhrases(app, post)
    app.log.info('post processed', { postId, status: stored, source: reading.source, notes: reading.notes.length, tokens: reading.tokens })
    if (stored === 'READY') await requestPublication(app, postId)
    else await requestUpdate(app, postId)
    if (stored === 'MODERATION') await requestModeration(app, postId)
  } catch (error) {
    await release(app, post, { reason: null, isTry: failureOf(error).kind !== 'rate-limited' })
    throw error
  } finally {
    clearInterval(renewal)
  }
}

async function claim(app: App, postId: string): Promise<PostWithChannel | null> {
  const now = app.now()
  const claimed = await app.db.post.updateMany({
    where: { id: postId, OR: [{ status: 'NEW' }, { status: 'PROCESSING', statusChangedAt: { lt: new Date(now.getTime() - claimEndsMs) } }] },
    data: { status: 'PROCESSING', statusChangedAt: now, attempts: { increment: 1 } },
  })
  return claimed.count === 0 ? null : app.db.post.findUniqueOrThrow({ where: { id: postId }, include: { channel: true } })
}

async function renewClaim(app: App, postId: string): Promise<void> {
  try {
    await app.db.post.updateMany({ where: { id: postId, status: 'PROCESSING' }, data: { statusChangedAt: app.now() } })
  } catch (error) {
    app.log.warn('claim of a post not renewed', { postId, error })
  }
}

/** Whoever reads the post may have died: the job has to come again, and find it read or take it over. */
async function refuseIfBusy(app: App, postId: string): Promise<void> {
  const isBusy = (await app.db.post.count({ where: { id: postId, status: 'PROCESSING' } })) > 0
  if (isBusy) throw new Error(`post ${postId} is being read by another run`)
}

/** Waiting as asked costs no attempt. */
async function release(app: App, post: PostWithChannel, { reason, isTry }: { reason: string | null; isTry: boolean }): Promise<void> {
  await app.db.post.updateMany({
    where: { id: post.id, status: 'PROCESSING' },
    data: { status: 'NEW', statusReason: reason, statusChangedAt: app.now(), ...(isTry ? {} : { attempts: { decrement: 1 } }) },
  })
}
