import type { Database } from '@cars-bot/platform'
import { until } from '@cars-bot/platform/testkit'
import { listingsOf } from '../system/sandbox-client.js'
import type { System } from '../system/start-system.js'
import { watchChannel } from '../system/watch-channel.js'
import { faultsOfListing } from './faults-of-listing.js'
import { liedAd, type LiedAd } from './lied-ads.js'
import { lieAbout, type Lie } from './lies.js'

export type LyingReport = {
  ads: number
  /** How often a lie was told: on the repair attempt too, but for every third ad. */
  liesTold: number
  published: number
  moderation: number
  rejected: number
  /** Read by rules, since no answer was one. */
  byRules: number
  /** Ads that ended in no listing and without a reason. */
  unsettled: string[]
  /** What is false in listings, or a contact in one. */
  faults: string[]
}

const settledStatuses = ['PUBLISHED', 'MODERATION', 'REJECTED', 'DUPLICATE', 'FAILED'] as const

/** Posts `count` ads about each of which the model lies, and looks at every listing that comes of it. */
export async function lyingModel(system: System, db: Database, count: number): Promise<LyingReport> {
  await watchChannel(system, db, 'lied_cars')
  const cases = Array.from({ length: count }, (_, n) => {
    const ad = liedAd(n)
    return { ad, lie: lieAbout(ad, n), isRepairLied: n % 3 !== 0 }
  })
  for (const { ad, lie, isRepairLied } of cases) {
    const { answer, words, value } = lie
    await system.sandbox.send('POST', '/faults', { target: 'openai', kind: 'wrong-answer', about: ad.mark, answer, words, value, ...(isRepairLied ? {} : { times: 1 }) })
    await system.sandbox.send('POST', '/telegram/channels/lied_cars/posts', { text: ad.text })
  }
  await until(`${count} ads are settled`, async () => (await db.post.count({ where: { status: { in: [...settledStatuses] } } })) >= count, 60_000 + count * 600).catch(async (error: unknown) => {
    const states = await db.post.groupBy({ by: ['status', 'statusReason'], _count: true })
    throw new Error(`${error instanceof Error ? error.message : ''}: ${JSON.stringify(states)}`, { cause: error })
  })
  return reportOf(system, db, cases)
}

async function reportOf(system: System, db: Database, cases: readonly { ad: LiedAd; lie: Lie; isRepairLied: boolean }[]): Promise<LyingReport> {
  const posts = await db.post.findMany()
  const listings = new Map(listingsOf(await system.sandbox.news()).map(({ publicId, text }) => [publicId, text]))
  const report: LyingReport = { ads: cases.length, liesTold: 0, published: 0, moderation: 0, rejected: 0, byRules: 0, unsettled: [], faults: [] }
  for (const { ad, lie } of cases) {
    const post = posts.find(({ text }) => text.includes(ad.mark))
    const told = `${lie.answer}${lie.words ? ` «${lie.words.slice(0, 80)}»` : ''}${lie.value === undefined ? '' : ` ${lie.value}`} about ${ad.mark}`
    const listing = post && listings.get(post.publicId)
    if (post?.extractionSource === 'rules') report.byRules += 1
    if (post?.status === 'PUBLISHED' && listing !== undefined) {
      report.published += 1
      report.faults.push(...faultsOfListing(listing, ad, lie).map((fault) => `${told}: ${fault}\n${listing}`))
    } else if (post?.status === 'MODERATION' && post.statusReason) report.moderation += 1
    else if (post?.status === 'REJECTED' && post.statusReason) report.rejected += 1
    else report.unsettled.push(`${told}: ${post?.status ?? 'no post'} ${post?.statusReason ?? ''}`)
  }
  report.liesTold = await liesTold(system, cases)
  return report
}

type Question = { status: number; body: { messages: { content: string }[] } }

async function liesTold(system: System, cases: readonly { ad: LiedAd; isRepairLied: boolean }[]): Promise<number> {
  const questions = await system.sandbox.get<Question[]>('/requests?target=openai')
  const answered = Map.groupBy(
    questions.filter(({ status }) => status === 200),
    ({ body }) => /метка [a-z]{4}/.exec(body.messages.at(-1)?.content ?? '')?.[0],
  )
  return cases.reduce((sum, { ad, isRepairLied }) => {
    const calls = answered.get(ad.mark)?.length ?? 0
    return sum + (isRepairLied ? calls : Math.min(calls, 1))
  }, 0)
}

/** Nothing false and no contact anywhere, every ad settled, and half of them listings all the same: most of the others speak to the machine and wait for a person. */
export function isTruthful({ ads, liesTold, published, unsettled, faults }: LyingReport): boolean {
  return faults.length === 0 && unsettled.length === 0 && liesTold >= ads && published >= ads * 0.5
}
