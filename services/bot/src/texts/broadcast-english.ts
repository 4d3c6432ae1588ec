import type { BroadcastTexts } from './texts.js'

/** Texts of broadcasts in English; admins alone read them. */
export const broadcastEnglish: BroadcastTexts = {
  broadcastAudience: '📨 <b>Broadcast</b>\n\nWho shall get it?',
  audienceNames: { ALL: 'Everybody', SUBSCRIBERS: 'With a subscription', ENDED: 'Whose subscription ended' },
  broadcastLanguage: (audience) => `📨 Broadcast: ${audience.toLowerCase()}.\n\nIn which language does the bot write to these people?`,
  anyLanguage: 'In any',
  broadcastWrite: '✍️ Write the text as one message. Bold type, links and other formatting are kept. I show you what it looks like before it goes out.',
  broadcastTooLong: ({ length, limit }) => `Too long: ${length} characters, and a message of Telegram has ${limit} at most. Make it shorter.`,
  broadcastRefused: 'Telegram does not take this text. Write it another way, for example without formatting.',
  broadcastReady: ({ count, audience, language }) => `☝️ This is what people will see.\n\nWho: ${audience.toLowerCase()}; language: ${language.toLowerCase()}. People: <b>${count}</b>.`,
  broadcastSend: '📨 Send',
  broadcastRewrite: '✍️ Change',
  broadcastCancel: 'Cancel',
  broadcastDropped: 'The broadcast is dropped, nobody got anything.',
  broadcastNobody: 'There are no such people now',
  broadcastOver: 'This broadcast was sent or dropped already',
}
