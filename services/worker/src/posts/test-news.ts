import { createBotApi } from '@cars-bot/adapters/bot-api'
import type { EditKind } from '@cars-bot/domain'
import type { PostModel, Prisma, SellerContactModel } from '@cars-bot/platform'
import { newsChannelId, postAd, startSandbox, type Sandbox, type WorldMessage } from '@cars-bot/sandbox'
import { processPost } from './process-post.js'
import { publishPost } from './publish-post.js'
import { aPost, camryText, postsTestApp, type PostsTestApp } from './test-posts.js'

export type NewsTestApp = PostsTestApp & {
  sandbox: Sandbox
  /** Calls of the Bot API that edit, from the last clearing on. */
  edits(): { method: string; html: string; status: number }[]
  /** What stands in our channel for a post: the message with its text. */
  shown(post: { id: string }): Promise<WorldMessage | undefined>
}

/** The app of the posts' tests with the sandbox's Bot API for a channel, limits off: every call is as real as it gets. */
export async function newsTestApp(given: { withModel?: boolean } = {}): Promise<NewsTestApp> {
  const base = await postsTestApp(given)
  const sandbox = await startSandbox({ httpPort: 0, mtprotoPort: 0, feed: { isOn: false, intervalMs: 1_000 }, limits: false, logLevel: 'error' })
  const [close, clear] = [base.close.bind(base), base.clear.bind(base)]
  let seen = 0
  const calls = () => sandbox.context.requests.of('bot-api')
  return Object.assign(base, {
    sandbox,
    bot: createBotApi({ token: sandbox.context.config.botToken, apiRoot: `${sandbox.httpUrl}/telegram`, timeoutMs: 2_000 }),
    edits() {
      const edits = calls().slice(seen).filter(({ path }) => path.includes('/editMessage'))
      return edits.map(({ path, body, status }) => ({ method: path.split('/').at(-1) ?? '', html: htmlOf(body), status }))
    },
    async shown({ id }: { id: string }) {
      const delivery = await base.db.delivery.findFirst({ where: { postId: id } })
      return sandbox.context.world.channels.get(newsChannelId)?.messages.get(delivery?.messageIds[0] ?? 0)
    },
    async clear() {
      sandbox.context.faults.clear()
      seen = calls().length
      await base.db.delivery.deleteMany()
      await clear()
    },
    async close() {
      await sandbox.close()
      await close()
    },
  })
}

function htmlOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return ''
  if ('caption' in body) return String(body.caption)
  return 'text' in body ? String(body.text) : ''
}

export type StoredPost = Prisma.PostGetPayload<{ include: { car: true; sellerContact: true; deliveries: true } }>

export async function stored(app: PostsTestApp, { id }: { id: string }): Promise<StoredPost> {
  return app.db.post.findUniqueOrThrow({ where: { id }, include: { car: true, sellerContact: true, deliveries: true } })
}

/** An ad read by rules and published in our channel, with so many photos. */
export async function aPublishedPost(app: NewsTestApp, given: { text?: string; photos?: number; post?: Partial<Prisma.PostUncheckedCreateInput> } = {}): Promise<StoredPost> {
  const { text = camryText, photos = 0 } = given
  const post = await aPost(app, { text, hasSourceMedia: photos > 0, ...given.post })
  await addPhotos(app, post, photos)
  const plain = { ...app, adReader: null }
  await processPost(plain, { postId: post.id })
  await publishPost(plain, { postId: post.id })
  const published = await stored(app, post)
  if (published.status !== 'PUBLISHED') throw new Error(`the post is ${published.status}: ${published.statusReason}`)
  for (const queue of app.jobs.queues) await queue.obliterate({ force: true })
  return published
}

async function addPhotos(app: NewsTestApp, post: PostModel, count: number): Promise<void> {
  if (count === 0) return
  const { context } = app.sandbox
  const channel = context.world.addChannel({ title: 'source' })
  for (const [position, messageId] of postAd(context, channel, { text: '', photos: count }).entries()) {
    const { contentHash, sizeBytes } = await app.media.put(channel.messages.get(messageId)?.file?.bytes ?? new Uint8Array())
    await app.db.postMedia.create({ data: { postId: post.id, messageId, position, kind: 'PHOTO', status: 'STORED', contentHash, sizeBytes, mimeType: 'image/png' } })
  }
}

/** The seller edits the ad, and the monitor stores it as it does. */
export async function editSource(app: PostsTestApp, { id }: { id: string }, { text, kinds }: { text: string; kinds: EditKind[] }): Promise<void> {
  await app.db.post.update({ where: { id }, data: { text, editedAt: app.now(), revision: { increment: 1 }, editKinds: { push: kinds } } })
}

export function phoneOf(app: PostsTestApp, contact: SellerContactModel | null): string | null {
  return contact?.phoneCiphertext ? app.phones.decrypt(contact.phoneCiphertext) : null
}
