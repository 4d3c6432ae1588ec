import { maskContacts, storedExtraction } from '@cars-bot/domain'
import type { App } from '../app.js'
import { factsOfCar } from '../posts/facts-of-car.js'
import type { AdReading } from '../posts/read-ad.js'

const keptMs = 14 * 24 * 3_600_000

/** The key under which a text's reading is found again: HMAC of what the model would see of it. */
export function hashedText({ phones }: Pick<App, 'phones'>, text: string): string {
  return phones.hash(`text:${maskContacts(text).text.replace(/\s+/g, ' ').trim()}`)
}

/** What the model read in this very text within the last 14 days, as it was stored; null when it has not, or when the stored result is not whole. Costs nothing. */
export async function knownReading(app: Pick<App, 'db' | 'now'>, { text, textHash }: { text: string; textHash: string }): Promise<AdReading | null> {
  const post = await app.db.post.findFirst({
    where: {
      textHash,
      extractionSource: 'model',
      createdAt: { gt: new Date(app.now().getTime() - keptMs) },
      status: { notIn: ['NEW', 'PROCESSING'] },
      // An edit that is still to be read may have changed what the row tells of this text.
      revision: { equals: app.db.post.fields.readRevision },
    },
    orderBy: { createdAt: 'desc' },
    include: { car: true },
  })
  const extraction = storedExtraction.safeParse(post?.extraction)
  if (!post?.car || post.confidence === null || !extraction.success) return null
  return {
    ...extraction.data,
    confidence: post.confidence,
    facts: factsOfCar(post.car),
    description: post.car.description,
    source: 'model',
    tokens: 0,
    costMicroUsd: 0,
    text,
    textHash,
  }
}
