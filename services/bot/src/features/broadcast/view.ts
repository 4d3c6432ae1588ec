import type { Keyboard } from '@cars-bot/adapters/bot-api'
import { isLanguage, languageNames, stopBroadcastButton, type Language } from '@cars-bot/domain'
import type { BroadcastAudience, BroadcastModel } from '@cars-bot/platform'
import type { Reply } from '../../feature.js'
import type { Texts } from '../../texts/texts.js'
import { audienceCallback, audiences, cancelCallback, languageCallback, rewriteCallback, sendCallback, stopCallback } from './callbacks.js'

const languages: readonly (Language | null)[] = [null, 'ru', 'en']

export function audienceView(texts: Texts): Reply {
  return { kind: 'message', html: texts.broadcastAudience, keyboard: audiences.map((audience) => [{ text: texts.audienceNames[audience], data: audienceCallback.encode(audience) }]) }
}

export function languageView(texts: Texts, audience: BroadcastAudience): Reply {
  return { kind: 'message', html: texts.broadcastLanguage(texts.audienceNames[audience]), keyboard: languages.map((language) => [{ text: languageName(texts, language), data: languageCallback.encode({ audience, language }) }]) }
}

export function writeView(texts: Texts, { id }: BroadcastModel): Reply {
  return { kind: 'message', html: texts.broadcastWrite, keyboard: [[{ text: texts.broadcastCancel, data: cancelCallback.encode(id) }]] }
}

export function readyView(texts: Texts, { draft: { id, audience, language }, count }: { draft: BroadcastModel; count: number }): Reply {
  const html = texts.broadcastReady({ count, audience: texts.audienceNames[audience], language: languageName(texts, isLanguage(language) ? language : null) })
  const keyboard: Keyboard = [
    [{ text: texts.broadcastSend, data: sendCallback.encode(id) }],
    [{ text: texts.broadcastRewrite, data: rewriteCallback.encode(id) }, { text: texts.broadcastCancel, data: cancelCallback.encode(id) }],
  ]
  return { kind: 'message', html, keyboard }
}

export function progressKeyboard(id: string): Keyboard {
  return [[{ text: stopBroadcastButton, data: stopCallback.encode(id) }]]
}

function languageName(texts: Texts, language: Language | null): string {
  return language === null ? texts.anyLanguage : languageNames[language]
}
