import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { failureOf } from '@cars-bot/adapters/errors'
import { createJobs, startConsumers } from '@cars-bot/platform'
import { testRedis, until, type TestRedis } from '@cars-bot/platform/testkit'
import { jobHandlers } from '../handlers.js'
import { requestUpdate } from './request-update.js'
import { aPublishedPost, editSource, newsTestApp, stored, type NewsTestApp, type StoredPost } from './test-news.js'
import { camryText } from './test-posts.js'
import { requestWithdrawal } from './withdraw-post.js'

let app: NewsTestApp
let redis: TestRedis
let opened: { close(): Promise<void> }[] = []

beforeAll(async () => {
  app = await newsTestApp()
  redis = await testRedis()
})
beforeEach(async () => {
  await app.clear()
  await redis.redis.flushdb()
})
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})
afterAll(async () => {
  redis.redis.disconnect()
  await app.close()
})

/** So many workers on one queue, as `--scale worker=n` starts them. */
function startWorkers(count: number): NewsTestApp {
  const worker = { ...app, jobs: createJobs(redis.redis, app.log) }
  const options = { redis: redis.redis, db: app.db, log: app.log, alerts: app.alerts, handlers: jobHandlers(worker), failureOf }
  opened = [...Array.from({ length: count }, () => startConsumers(options)), worker.jobs]
  return worker
}

async function cars(count: number): Promise<StoredPost[]> {
  const posts: StoredPost[] = []
  for (let index = 0; index < count; index += 1) posts.push(await aPublishedPost(app, { text: camryText.replace('95 000', `${30 + index * 7} 000`) }))
  return posts
}

test('a 429 pauses the edits for the time asked and costs none of them a try', async () => {
  const posts = await cars(3)
  app.sandbox.context.faults.add({ target: 'bot-api', kind: 'error', status: 429, retryAfterSeconds: 1, method: 'editMessage', times: 2 })
  const worker = startWorkers(1)
  for (const post of posts) {
    await editSource(app, post, { text: post.text.replace('2 150 000', '1 990 000'), kinds: ['price'] })
    await requestUpdate(worker, post.id)
  }
  for (const post of posts) await until('the lower price', async () => (await app.shown(post))?.text.includes('цена снижена'), 15_000)
  const times = app.sandbox.context.requests.of('bot-api').filter(({ path, status }) => path.includes('editMessage') && (status === 429 || status === 200)).map(({ at }) => Date.parse(at))
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThanOrEqual(1_000)
  expect(app.log.lines.filter(({ message }) => message === 'job failed')).toEqual([])
  expect(await app.db.logEvent.count()).toBe(0)
})

test('with answers lost and edits coming one upon another every listing ends as its newest text says', async () => {
  const posts = await cars(8)
  app.sandbox.context.faults.add({ target: 'bot-api', kind: 'disconnect', isAfter: true, method: 'editMessage', times: 3, probability: 0.3 })
  app.sandbox.context.faults.add({ target: 'bot-api', kind: 'error', status: 500, method: 'editMessage', times: 3, probability: 0.3 })
  const worker = startWorkers(2)
  const [gone, ...kept] = posts
  for (const price of ['2 100 000', '2 200 000', '1 950 000']) {
    for (const post of posts) {
      await editSource(app, post, { text: post.text.replace('2 150 000', price), kinds: ['price'] })
      await requestUpdate(worker, post.id)
    }
  }
  await app.db.post.update({ where: { id: gone?.id ?? '' }, data: { status: 'WITHDRAWN', withdrawalReason: 'DELETED', sourceDeletedAt: app.now() } })
  await requestWithdrawal(worker, gone?.id ?? '')
  await until('an empty queue', async () => {
    const { waiting, active, delayed } = (await worker.jobs.counts()).listings
    return waiting + active + delayed === 0
  }, 18_000)
  for (const post of kept) {
    expect((await app.shown(post))?.text).toContain('1\u00a0950\u00a0000\u00a0₽')
    expect(await stored(app, post)).toMatchObject({ readRevision: 3, deliveries: [{ status: 'SENT', attemptToken: null, text: expect.stringContaining('1\u00a0950') as string }] })
  }
  expect((await app.shown(gone ?? { id: '' }))?.text).toContain('Снято с продажи')
})
