import { Prisma } from '@cars-bot/platform'
import type { App } from '../app.js'

const dayMs = 86_400_000
const keptDays = 90
const rejectedKeptDays = 30
const batchSize = 500

/**
 * Nightly: media past their retention, the owner's old log lines, settled dead letters, lines no channel writes any more, and the personal data of ads we refused a month ago.
 * Safe to run twice and to be cut off anywhere.
 */
export async function cleanUp(app: App): Promise<void> {
  const purgedMedia = await purgeMedia(app)
  const { count: logEvents } = await app.db.logEvent.deleteMany({ where: { createdAt: { lt: daysAgo(app, keptDays) } } })
  const { count: deadLetters } = await app.db.deadLetter.deleteMany({ where: { resolvedAt: { lt: daysAgo(app, keptDays) } } })
  const { count: phrases } = await app.db.channelPhrase.deleteMany({ where: { lastSeenAt: { lt: daysAgo(app, keptDays) } } })
  const forgottenPosts = await forgetRejected(app)
  app.log.info('old data removed', { purgedMedia, logEvents, deadLetters, phrases, forgottenPosts })
}

/** A post that is still to come out needs its media, however long it has waited. */
const awaited = ['NEW', 'PROCESSING', 'READY', 'PUBLISHING', 'MODERATION'] as const

/** Rows first, files after: a cut between leaves a file that the next post with the same content uses or the next night removes. */
async function purgeMedia(app: App): Promise<number> {
  const before = daysAgo(app, app.mediaRetentionDays)
  let purged = 0
  for (;;) {
    const media = await app.db.postMedia.findMany({
      where: { createdAt: { lt: before }, contentHash: { not: null }, status: { in: ['STORED', 'SKIPPED', 'FAILED', 'PURGED'] }, post: { status: { notIn: [...awaited] } } },
      select: { id: true, contentHash: true },
      orderBy: { createdAt: 'asc' },
      take: batchSize,
    })
    if (media.length === 0) return purged
    const hashes = new Set(media.flatMap(({ contentHash }) => contentHash ?? []))
    await app.db.postMedia.updateMany({ where: { id: { in: media.map(({ id }) => id) } }, data: { status: 'PURGED' } })
    for (const contentHash of hashes) await removeUnused(app, contentHash)
    await app.db.postMedia.updateMany({ where: { id: { in: media.map(({ id }) => id) } }, data: { contentHash: null } })
    purged += media.length
  }
}

async function removeUnused(app: App, contentHash: string): Promise<void> {
  const user = await app.db.postMedia.findFirst({ where: { contentHash, status: { not: 'PURGED' } }, select: { id: true } })
  if (!user) await app.media.remove(contentHash)
}

async function forgetRejected(app: App): Promise<number> {
  const posts = await app.db.post.findMany({
    where: { status: 'REJECTED', statusChangedAt: { lt: daysAgo(app, rejectedKeptDays) }, text: { not: '' } },
    select: { id: true },
  })
  const ids = posts.map(({ id }) => id)
  await app.db.$transaction([
    app.db.sellerContact.deleteMany({ where: { postId: { in: ids } } }),
    app.db.post.updateMany({ where: { id: { in: ids } }, data: { text: '', origin: {}, extraction: Prisma.DbNull } }),
  ])
  return ids.length
}

function daysAgo({ now }: Pick<App, 'now'>, days: number): Date {
  return new Date(now().getTime() - days * dayMs)
}
