import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { processPost } from '../posts/process-post.js'
import { aChannel, aPost, camryText, later, postsTestApp, type PostsTestApp } from '../posts/test-posts.js'
import { camryAnswer } from './test-answers.js'

let app: PostsTestApp
beforeAll(async () => {
  app = await postsTestApp({ withModel: true })
})
beforeEach(() => app.clear())
afterAll(() => app.close())

const signature = ['🔥 Лучшие авто города — только у нас!', '👉 Подписывайтесь на канал @avto_demo', 'Звоните: +7 900 000-00-77']
const otherAd = (n: number): string => camryText.replace('95 000', String(30_000 + n * 5_100)).replace(/\nТелефон.*/, '')

async function read(given: { text: string; channelId: number }) {
  app.answers.push(camryAnswer())
  const { id } = await aPost(app, given)
  await processPost(app, { postId: id })
  return app.db.post.findUniqueOrThrow({ where: { id }, include: { car: true, sellerContact: true } })
}

test('a line under three cars of a channel is not shown to the model any more, but its phone still reaches the buyer; another channel may write it', async () => {
  const { id: channelId } = await aChannel(app)
  for (let n = 1; n <= 3; n += 1) await read({ channelId, text: [otherAd(n), ...signature].join('\n') })
  expect(app.questions.every(({ user }) => user.includes('Лучшие авто'))).toBe(true)
  const post = await read({ channelId, text: [otherAd(4), ...signature].join('\n') })
  const asked = app.questions.at(-1)?.user ?? ''
  expect(asked).not.toMatch(/Лучшие|Подписывайтесь|USERNAME/)
  expect(asked).toContain('Кожаный салон, камера заднего вида')
  expect(asked).toContain('[PHONE_1]')
  expect(app.phones.decrypt(post.sellerContact?.phoneCiphertext ?? new Uint8Array())).toBe('+79000000077')
  await read({ channelId: (await aChannel(app)).id, text: [otherAd(5), ...signature].join('\n') })
  expect(app.questions.at(-1)?.user).toContain('Лучшие авто')
  const phrases = await app.db.channelPhrase.findMany()
  expect(phrases.length).toBeGreaterThanOrEqual(4)
  expect(JSON.stringify(phrases)).not.toMatch(/авто|avto|900/)
})

test('what is said of the car itself is never cut, however many cars it is said of; one car posted again teaches nothing', async () => {
  const { id: channelId } = await aChannel(app)
  for (let n = 1; n <= 5; n += 1) await read({ channelId, text: otherAd(n) })
  expect(app.questions.at(-1)?.user).toContain('2.5 л, автомат')
  const again = await aChannel(app)
  for (let n = 1; n <= 4; n += 1) await read({ channelId: again.id, text: [otherAd(9), signature[0], 'ещё раз!'.repeat(n)].join('\n') })
  expect(Math.max(...(await app.db.channelPhrase.findMany({ where: { channelId: again.id } })).map(({ seenCount }) => seenCount))).toBe(1)
})

test('a text that was read within two weeks costs no call, in any channel and behind another phone; an older one is read anew', async () => {
  const first = await read({ channelId: (await aChannel(app)).id, text: camryText })
  app.answers.length = 0
  const { id } = await aPost(app, { text: camryText.replace('00-01', '00-02') })
  await processPost(app, { postId: id })
  const second = await app.db.post.findUniqueOrThrow({ where: { id }, include: { car: true } })
  expect(app.questions).toHaveLength(1)
  expect(second).toMatchObject({ extractionSource: 'model', aiTokens: 0, textHash: first.textHash, confidence: first.confidence, extraction: first.extraction as object })
  expect(second.car).toMatchObject({ brand: 'Toyota', mileageKm: 95_000, description: first.car?.description })
  expect(first.textHash).not.toContain('Camry')
  later(app, 15 * 86_400_000)
  await read({ channelId: (await aChannel(app)).id, text: camryText })
  expect(app.questions).toHaveLength(2)
})

test('a result that rules gave, and one whose post was edited since, is not used again', async () => {
  const plain = { ...app, adReader: null }
  const { id } = await aPost(app)
  await processPost(plain, { postId: id })
  await read({ channelId: (await aChannel(app)).id, text: camryText })
  expect(app.questions).toHaveLength(1)
  await app.db.post.updateMany({ data: { revision: 1 } })
  await read({ channelId: (await aChannel(app)).id, text: camryText })
  expect(app.questions).toHaveLength(2)
})
