import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { BotRefusal, type BotApi, type OutgoingMedia } from '@cars-bot/adapters/bot-api'
import { openMediaStore } from '@cars-bot/adapters/media-store'
import type { AdQuestion, AdReader, Reading } from '@cars-bot/adapters/openai'
import { newPublicId, visibleLength } from '@cars-bot/domain'
import { carPicture } from '@cars-bot/sandbox'
import type { ChannelModel, PostModel, Prisma } from '@cars-bot/platform'
import { testApp, type TestApp } from '../payments/test-app.js'

export type PostJob = 'processPost' | 'publishPost' | 'updateListing' | 'withdrawListing' | 'showModeration'
export type Sending = { html: string; media: OutgoingMedia[] }

export type PostsTestApp = TestApp & {
  /** What came out in our channel, one entry for an album. */
  news: Sending[]
  /** What happens to the next sendings: refused before they come out, sent with an error for an answer, or sent with no answer ever. */
  troubles: ({ before: Error } | { after: Error } | { silent: true })[]
  /** What the model was asked, and what it answers next; it is asked nothing else. */
  questions: AdQuestion[]
  answers: (Reading | Error)[]
  /** Jobs of a name that wait, by post. */
  waiting(name: PostJob): Promise<string[]>
  clear(): Promise<void>
}

/** An app whose channel takes listings as strictly as Telegram does, and whose model answers what it was told to. Nothing else of the outside is there. */
export async function postsTestApp(given: { withModel?: boolean } = {}): Promise<PostsTestApp> {
  const base = await testApp()
  const directory = await mkdtemp(path.join(tmpdir(), 'cars-posts-'))
  const own = { news: [] as Sending[], troubles: [] as PostsTestApp['troubles'], questions: [] as AdQuestion[], answers: [] as (Reading | Error)[] }
  const app: PostsTestApp = Object.assign(base, own, {
    media: await openMediaStore(directory),
    adReader: given.withModel ? reader(own) : null,
    channelBudget: { take: async () => Promise.resolve({ ok: true } as const) },
    bot: Object.assign(base.bot, newsChannel(own)),
    async waiting(name: PostJob) {
      const jobs = (await Promise.all(base.jobs.queues.map((queue) => queue.getJobs(['waiting', 'delayed'])))).flat()
      return jobs.filter((job) => job.name === name).map((job) => String((job.data as { postId: string }).postId))
    },
    async clear() {
      for (const list of Object.values(own)) list.length = 0
      base.log.lines.length = 0
      for (const queue of base.jobs.queues) await queue.obliterate({ force: true })
      await base.modelOutage.answered()
      await base.db.post.updateMany({ data: { duplicateOfId: null } })
      await base.db.post.deleteMany()
      await base.db.logEvent.deleteMany()
      await base.db.channel.deleteMany()
    },
  })
  const close = base.close.bind(base)
  app.close = async () => {
    await close()
    await rm(directory, { recursive: true })
  }
  return app
}

function newsChannel({ news, troubles }: Pick<PostsTestApp, 'news' | 'troubles'>): Pick<BotApi, 'sendText' | 'sendMedia'> {
  let lastId = 100
  const take = async (sending: Sending): Promise<number[]> => {
    const trouble = troubles.shift()
    if (trouble && 'before' in trouble) throw trouble.before
    await check(sending)
    news.push(sending)
    if (trouble && 'after' in trouble) throw trouble.after
    if (trouble) await new Promise<never>(() => {})
    return Array.from({ length: Math.max(1, sending.media.length) }, () => (lastId += 1))
  }
  return {
    sendText: async ({ html }) => ({ messageId: (await take({ html, media: [] }))[0] ?? 0 }),
    sendMedia: async ({ html, media }) => {
      const messageIds = await take({ html, media })
      return { messageIds, fileIds: messageIds.map((id) => `file-${id}`) }
    },
  }
}

async function check({ html, media }: Sending): Promise<void> {
  if (visibleLength(html) > (media.length > 0 ? 1_024 : 4_096)) throw new BotRefusal('Telegram refused: 400 Bad Request: message caption is too long', 'other')
  if (media.length > 10) throw new BotRefusal('Telegram refused: 400 Bad Request: too many messages to send as an album', 'other')
  for (const item of media) if ('path' in item) await access(item.path)
}

function reader({ questions, answers }: Pick<PostsTestApp, 'questions' | 'answers'>): AdReader {
  return {
    async readAd(question) {
      questions.push(question)
      const answer = answers.shift()
      if (!answer) throw new Error('the model was not expected to be asked')
      if (answer instanceof Error) throw answer
      return Promise.resolve(answer)
    },
  }
}

let nextNumber = 1

export async function aChannel(app: PostsTestApp, given: Partial<Prisma.ChannelUncheckedCreateInput> = {}): Promise<ChannelModel> {
  const number = nextNumber++
  return app.db.channel.create({ data: { reference: `@source_${number}`, username: `source_${number}`, telegramId: BigInt(number), status: 'ACTIVE', ...given } })
}

export const camryText = `Продаю Toyota Camry, 2018 год.
2.5 л, автомат, пробег 95 000 км, один владелец, не бита, не крашена.
Кожаный салон, камера заднего вида, подогрев сидений, два комплекта резины.
Цена 2 150 000 ₽, торг. Москва.
Телефон +7 900 000-00-01, Телеграм @seller_ivan`

export async function aPost(app: PostsTestApp, given: Partial<Prisma.PostUncheckedCreateInput> = {}): Promise<PostModel> {
  const number = nextNumber++
  const channelId = given.channelId ?? (await aChannel(app)).id
  return app.db.post.create({
    data: {
      publicId: newPublicId(crypto.getRandomValues(new Uint8Array(9))),
      messageId: number,
      messageIds: [number],
      text: camryText,
      origin: {},
      postedAt: app.now(),
      createdAt: app.now(),
      statusChangedAt: app.now(),
      ...given,
      channelId,
    },
  })
}

/** A post that is ready to be published: its car, which no other post has, its seller and so many stored photos. */
export async function aReadyPost(app: PostsTestApp, given: { photos?: number; videos?: number; post?: Partial<Prisma.PostUncheckedCreateInput>; car?: Partial<Prisma.CarUncheckedCreateWithoutPostInput> } = {}): Promise<PostModel> {
  const { photos = 2, videos = 0 } = given
  const post = await aPost(app, { status: 'READY', hasSourceMedia: photos + videos > 0, ...given.post })
  await app.db.car.create({ data: { postId: post.id, brand: 'Toyota', model: 'Camry', year: 2018, mileageKm: (7_000 * nextNumber) % 400_000, priceKopecks: 2_150_000_00n, description: 'Ухоженный седан с кожаным салоном.', ...given.car } })
  await app.db.sellerContact.create({ data: { postId: post.id, phoneCiphertext: app.phones.encrypt('+79000000001'), phoneHash: app.phones.hash('+79000000001'), telegramUsername: 'seller_ivan' } })
  for (let index = 0; index < photos + videos; index += 1) {
    const { contentHash, sizeBytes } = await app.media.put(carPicture(post.messageId * 100 + index, 32, 24))
    const kind = index < photos ? 'PHOTO' : 'VIDEO'
    await app.db.postMedia.create({ data: { postId: post.id, messageId: post.messageId + index, position: index, kind, status: 'STORED', contentHash, sizeBytes, mimeType: 'image/jpeg' } })
  }
  return post
}

/** Moves the app's clock. */
export function later(app: PostsTestApp, ms: number): void {
  app.clock.now = new Date(app.clock.now.getTime() + ms)
}
