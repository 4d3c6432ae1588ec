import { Api, type TelegramClient } from 'telegram'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { sandboxClient } from '../mtproto/test-client.js'
import { startSandbox, type Sandbox } from '../server.js'

let sandbox: Sandbox
let client: TelegramClient

beforeEach(async () => {
  sandbox = await startSandbox({ httpPort: 0, mtprotoPort: 0, feed: { isOn: false, intervalMs: 60_000 } })
  client = sandboxClient(sandbox.mtprotoPort)
  await client.connect()
  await call('POST', '/channels', { title: 'Авто', username: 'control_cars', discussion: true })
})

afterEach(async () => {
  await client.destroy()
  await sandbox.close()
})

async function call(method: string, path: string, body: object = {}): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(`${sandbox.httpUrl}/api/telegram${path}`, {
    method,
    ...(method === 'GET' ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  return { status: response.status, answer: await response.json() }
}

/** What a client of Telegram sees of the posts, oldest first. */
async function seen(): Promise<Api.Message[]> {
  const { messages } = await historyOf('control_cars')
  return messages.filter((message) => message instanceof Api.Message).reverse()
}

async function historyOf(username: string) {
  const { chats } = await client.invoke(new Api.contacts.ResolveUsername({ username }))
  const [channel] = chats
  if (!(channel instanceof Api.Channel)) throw new Error('no channel')
  const peer = new Api.InputPeerChannel({ channelId: channel.id, accessHash: channel.accessHash ?? channel.id })
  const history = await client.invoke(new Api.messages.GetHistory({ peer, limit: 100 }))
  if (!(history instanceof Api.messages.ChannelMessages)) throw new Error('no history')
  return history
}

test('a post shows to Telegram clients with all that was asked for', async () => {
  await call('POST', '/users', { id: 5_000_001, firstName: 'Пётр' })
  const { answer } = await call('POST', '/channels/control_cars/posts', {
    text: 'Продам Toyota, пишите мне или ему',
    links: [{ text: 'мне', url: 'https://t.me/hidden' }],
    mentions: [{ text: 'ему', userId: 5_000_001 }],
    buttons: [[{ text: 'Написать', url: 'https://t.me/button' }]],
    from: 'Иван',
    forwardedFrom: { channelTitle: 'Другой канал', messageId: 17 },
    documents: 1,
    fileBytes: 200_000,
  })
  expect(answer).toEqual({ messageIds: [1] })
  const [message] = await seen()
  expect(message?.entities?.map((entity) => entity.className)).toEqual(['MessageEntityTextUrl', 'MessageEntityMentionName'])
  expect(message?.postAuthor).toBe('Иван')
  expect(message?.fwdFrom?.channelPost).toBe(17)
  expect(message?.replies?.comments).toBe(true)
  const button = message?.replyMarkup instanceof Api.ReplyInlineMarkup ? message.replyMarkup.rows[0]?.buttons[0] : null
  expect(button).toMatchObject({ text: 'Написать', url: 'https://t.me/button' })
  const document = message?.media instanceof Api.MessageMediaDocument ? message.media.document : null
  expect(document).toMatchObject({ mimeType: 'image/png' })
  expect(document instanceof Api.Document && document.size.toJSNumber()).toBe(200_000)
})

test('photos and videos make one album, a contact card is a message of its own', async () => {
  await call('POST', '/channels/control_cars/posts', { text: 'Продам', photos: 2, videos: 1 })
  await call('POST', '/channels/control_cars/posts', { contact: { phone: '+79000000001', firstName: 'Пётр' } })
  const [first, second, third, card] = await seen()
  expect(new Set([first, second, third].map((message) => message?.groupedId?.toString())).size).toBe(1)
  expect(third?.media).toBeInstanceOf(Api.MessageMediaDocument)
  expect(card?.media).toMatchObject({ className: 'MessageMediaContact', phoneNumber: '+79000000001', firstName: 'Пётр' })
})

test('an edit changes text, buttons or medium; a reaction is an edit that hides itself', async () => {
  await call('POST', '/channels/control_cars/posts', { text: 'Продам', photos: 1 })
  await call('PATCH', '/channels/control_cars/posts/1', { reaction: true })
  const [reacted] = await seen()
  expect(reacted).toMatchObject({ editHide: true, message: 'Продам' })
  const fileId = reacted?.media instanceof Api.MessageMediaPhoto ? reacted.media.photo?.id.toString() : null
  await call('PATCH', '/channels/control_cars/posts/1', { media: 'photo', buttons: [[{ text: 'Написать', url: 'https://t.me/button' }]] })
  await call('PATCH', '/channels/control_cars/posts/1', { text: 'Продано' })
  await call('PATCH', '/channels/control_cars/posts/1', { reaction: true })
  const [edited] = await seen()
  expect(edited).toMatchObject({ editHide: false, message: 'Продано' })
  expect(edited?.replyMarkup).toBeInstanceOf(Api.ReplyInlineMarkup)
  expect(edited?.media instanceof Api.MessageMediaPhoto ? edited.media.photo?.id.toString() : null).not.toBe(fileId)
})

test('what Telegram has no message for is refused with a sentence', async () => {
  const refused: [object, RegExp][] = [
    [{}, /needs a text/],
    [{ text: 'x'.repeat(1_025), photos: 1 }, /caption has at most 1024/],
    [{ text: 'а', photos: 6, videos: 5 }, /ten parts/],
    [{ text: 'а', photos: 1, documents: 1 }, /files only/],
    [{ text: 'а', photos: 2, buttons: [[{ text: 'а', url: 'https://t.me/a' }]] }, /no buttons/],
    [{ text: 'а', contact: { phone: '+79000000001', firstName: 'П' } }, /contact card/],
    [{ text: 'а', links: [{ text: 'б', url: 'https://t.me/a' }] }, /has no «б»/],
  ]
  for (const [body, reason] of refused) {
    const { status, answer } = await call('POST', '/channels/control_cars/posts', body)
    expect({ status, answer }).toMatchObject({ status: 400, answer: { error: expect.stringMatching(reason) } })
  }
  await call('POST', '/channels/control_cars/posts', { text: 'а' })
  for (const body of [{}, { media: 'photo' }, { text: '' }, { reaction: true, text: 'б' }]) expect((await call('PATCH', '/channels/control_cars/posts/1', body)).status).toBe(400)
})

test('a reading account that is thrown out of a private channel sees it no more', async () => {
  const { answer } = await call('POST', '/channels', { title: 'Закрытый', private: true })
  const created = z.object({ id: z.string(), inviteLink: z.string() }).parse(answer)
  const joined = await client.invoke(new Api.messages.ImportChatInvite({ hash: created.inviteLink.split('+')[1] ?? '' }))
  const [channel] = 'chats' in joined ? joined.chats : []
  if (!(channel instanceof Api.Channel)) throw new Error('no channel')
  const peer = new Api.InputPeerChannel({ channelId: channel.id, accessHash: channel.accessHash ?? channel.id })
  await client.invoke(new Api.messages.GetHistory({ peer, limit: 1 }))
  expect((await call('DELETE', `/channels/${created.id}/members/0`)).status).toBe(200)
  await expect(client.invoke(new Api.messages.GetHistory({ peer, limit: 1 }))).rejects.toMatchObject({ errorMessage: 'CHANNEL_PRIVATE' })
  expect((await call('DELETE', `/channels/${created.id}/members/0`)).status).toBe(409)
})
