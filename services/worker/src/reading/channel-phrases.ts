import { phrasesOf, withoutPhrases } from '@cars-bot/domain'
import type { Transaction } from '@cars-bot/platform'
import type { App } from '../app.js'

/** A line seen under so many of a channel's cars is the channel's own. */
const standingFrom = 3

type Written = { channelId: number; text: string }

/** The texts without the lines that their channels write under one ad after another, in the order given. */
export async function ownWords(app: Pick<App, 'phones'> & { db: Pick<Transaction, 'channelPhrase'> }, posts: readonly Written[]): Promise<string[]> {
  if (posts.length === 0) return []
  const channelIds = [...new Set(posts.map(({ channelId }) => channelId))]
  const phrases = await app.db.channelPhrase.findMany({ where: { channelId: { in: channelIds }, seenCount: { gte: standingFrom } }, select: { lineHash: true } })
  const known = new Set(phrases.map(({ lineHash }) => lineHash))
  if (known.size === 0) return posts.map(({ text }) => text)
  return posts.map(({ channelId, text }) => withoutPhrases(text, (phrase) => known.has(hashOf(app, channelId, phrase))))
}

/** Counts the lines of an ad that is of another car than those counted before; to be called once for each. */
export async function learnPhrases(app: Pick<App, 'db' | 'phones' | 'now'>, { channelId, text }: Written): Promise<void> {
  // In one order everywhere, so that two workers never wait for each other.
  const hashes = phrasesOf(text).map((phrase) => hashOf(app, channelId, phrase)).sort()
  if (hashes.length === 0) return
  await app.db.$executeRaw`
    INSERT INTO "ChannelPhrase" ("channelId", "lineHash", "lastSeenAt")
    SELECT ${channelId}, hash, ${app.now()} FROM unnest(${hashes}::text[]) AS hash
    ON CONFLICT ("channelId", "lineHash") DO UPDATE SET "seenCount" = "ChannelPhrase"."seenCount" + 1, "lastSeenAt" = excluded."lastSeenAt"`
}

/** Lines hold sellers' names and numbers: only their HMAC is kept. */
function hashOf({ phones }: Pick<App, 'phones'>, channelId: number, phrase: string): string {
  return phones.hash(`phrase:${channelId}:${phrase}`)
}
