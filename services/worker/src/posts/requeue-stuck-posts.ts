import { refusedByOwnerText } from '@cars-bot/domain'
import type { Prisma } from '@cars-bot/platform'
import type { App } from '../app.js'
import { isBudgetSpent } from '../reading/is-budget-spent.js'
import { dropGoneOffers } from './drop-gone-offers.js'
import { holdEndsMs } from './hold-listing.js'
import { loadSettings } from './load-settings.js'
import { requestPublication } from './request-publication.js'
import { requestUpdate } from './request-update.js'
import { budgetWaitText, slowMediaText } from './texts.js'
import { requestWithdrawal } from './withdraw-post.js'

const mostAtOnce = 500
const newForMs = 60_000
const processingForMs = 30_000
const readyForMs = 60_000
const mediaForMs = 600_000
const withdrawnForMs = 60_000
/** A channel closed to the bot, and a Telegram that does not answer, are not asked about every listing at each sweep. */
const unsureForMs = 600_000

/**
 * Finds posts whose job was lost between commit and enqueue, or whose process died: NEW too long, PROCESSING too long, READY too long; media that never came are given up,
 * so that the post goes out without them; edits and deletions of the source that nobody has acted on, prices that nobody asks any more, and listings of ours that may not say what the rows say. A listing
 * in SENDING is the monitor's business. Safe at any time: the verbs claim their rows.
 */
export async function requeueStuckPosts(app: App): Promise<void> {
  const now = app.now().getTime()
  const before = (ms: number): Date => new Date(now - ms)
  const givenUp = await app.db.postMedia.updateMany({
    where: { status: 'PENDING', createdAt: { lt: before(mediaForMs) } },
    data: { status: 'FAILED', statusReason: slowMediaText },
  })
  const unread = await app.db.post.findMany({
    where: { OR: [{ status: 'NEW', statusChangedAt: { lt: before(newForMs) }, ...(await notWaitingForBudget(app)) }, { status: 'PROCESSING', statusChangedAt: { lt: before(processingForMs) } }] },
    select: { id: true },
    orderBy: { statusChangedAt: 'asc' },
    take: mostAtOnce,
  })
  for (const { id } of unread) await app.jobs.enqueue('processPost', { postId: id }, { dedupeKey: `processPost:${id}` })
  const unpublished = await app.db.post.findMany({
    where: { status: 'READY', isWithdrawalHeld: false, statusChangedAt: { lt: before(readyForMs) } },
    select: { id: true },
    orderBy: { statusChangedAt: 'asc' },
    take: mostAtOnce,
  })
  for (const { id } of unpublished) await requestPublication(app, id)
  const dropped = await dropGoneOffers(app)
  const outdated = await requeueOutdated(app, before)
  const unmarked = await requeueUnmarked(app, before)
  if (givenUp.count + unread.length + unpublished.length + dropped + outdated + unmarked > 0) {
    app.log.info('stuck posts requeued', { media: givenUp.count, unread: unread.length, unpublished: unpublished.length, dropped, outdated, unmarked })
  }
}

/** Nobody asks about ads that wait for the next day's budget before it is there. */
async function notWaitingForBudget(app: App): Promise<Prisma.PostWhereInput> {
  const settings = await loadSettings(app)
  const isHeld = settings.aiOverBudget === 'wait' && (await isBudgetSpent(app, settings))
  return isHeld ? { OR: [{ statusReason: null }, { statusReason: { not: budgetWaitText } }] } : {}
}

/** Edits not read, deletions not carried out, and listings whose edit was cut off or never came through. */
async function requeueOutdated(app: App, before: (ms: number) => Date): Promise<number> {
  const isEdited = { revision: { gt: app.db.post.fields.readRevision } }
  const cutOff = { attemptToken: { not: null }, updatedAt: { lt: before(holdEndsMs) } }
  const unsure = { text: null, updatedAt: { lt: before(unsureForMs) } }
  const posts = await app.db.post.findMany({
    where: {
      OR: [
        { status: { in: ['READY', 'PUBLISHED', 'MODERATION', 'DUPLICATE'] }, ...isEdited },
        { status: 'REJECTED', NOT: { statusReason: refusedByOwnerText }, ...isEdited },
        { status: 'PUBLISHED', sourceDeletedAt: { not: null }, isWithdrawalHeld: false, withdrawalReason: null },
        { status: 'PUBLISHED', deliveries: { some: { status: 'SENT', OR: [cutOff, unsure] } } },
      ],
    },
    select: { id: true },
    orderBy: { statusChangedAt: 'asc' },
    take: mostAtOnce,
  })
  for (const { id } of posts) await requestUpdate(app, id, { isDue: true })
  return posts.length
}

/** Withdrawn posts whose listing does not say so yet. */
async function requeueUnmarked(app: App, before: (ms: number) => Date): Promise<number> {
  const waits = { status: 'SENT' as const, OR: [{ text: { not: null } }, { updatedAt: { lt: before(unsureForMs) } }] }
  const posts = await app.db.post.findMany({
    where: { status: 'WITHDRAWN', statusChangedAt: { lt: before(withdrawnForMs) }, deliveries: { some: waits } },
    select: { id: true },
    orderBy: { statusChangedAt: 'asc' },
    take: mostAtOnce,
  })
  for (const { id } of posts) await requestWithdrawal(app, id)
  return posts.length
}
