import { failureOf } from '@cars-bot/adapters/errors'
import { findContacts, messageOrigin } from '@cars-bot/domain'
import type { JobPayload } from '@cars-bot/platform'
import type { App } from '../app.js'
import { loadSettings } from './load-settings.js'
import { outcomeOf, type PostWithChannel } from './outcome-of.js'
import { readPost } from './read-post.js'
import { requestPublication } from './request-publication.js'
import { requestUpdate } from './request-update.js'
import { storeReading } from './store-reading.js'

/** A claim older than this belongs to a dead process. */
const claimEndsMs = 60_000

/**
 * Reads a new post: facts, contacts, verdict, duplicate or not, all stored in one transaction; a READY post goes on to publishing. Safe to run twice and
 * beside itself: only the run that claims the post reads it. When the model is away the post is NEW again and the job tries later.
 */
export async function processPost(app: App, { postId }: JobPayload<'processPost'>): Promise<void> {
  const post = await claim(app, postId)
  if (!post) return
  try {
    const settings = await loadSettings(app)
    const reading = await readPost(app, post)
    const contacts = findContacts(post.text, messageOrigin.parse(post.origin))
    const stored = await storeReading(app, { post, reading, contacts, outcome: outcomeOf({ post, reading, contacts, settings }) })
    if (stored === null) return
    app.log.info('post processed', { postId, status: stored, source: reading.source, notes: reading.notes.length, tokens: reading.tokens })
    if (stored === 'READY') await requestPublication(app, postId)
    else await requestUpdate(app, postId)
  } catch (error) {
    await release(app, post, error)
    throw error
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

/** Waiting as asked costs no attempt. */
async function release(app: App, post: PostWithChannel, error: unknown): Promise<void> {
  const isWait = failureOf(error).kind === 'rate-limited'
  await app.db.post.updateMany({
    where: { id: post.id, status: 'PROCESSING' },
    data: { status: 'NEW', statusChangedAt: app.now(), ...(isWait ? { attempts: { decrement: 1 } } : {}) },
  })
}
