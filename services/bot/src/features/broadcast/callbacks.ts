import { isLanguage, stopBroadcastData, type Language } from '@cars-bot/domain'
import type { BroadcastAudience } from '@cars-bot/platform'
import { idCallback, type CallbackCodec } from '../../callback-codec.js'
import type { Audience } from './audience.js'

export const audiences: readonly BroadcastAudience[] = ['ALL', 'SUBSCRIBERS', 'ENDED']

/** `broadcast-to:ALL` */
export const audienceCallback: CallbackCodec<BroadcastAudience> = {
  encode: (audience) => `broadcast-to:${audience}`,
  decode(data) {
    const audience = audiences.find((candidate) => data === `broadcast-to:${candidate}`)
    return audience ? { value: audience } : null
  },
}

/** `broadcast-in:ALL:ru`, `broadcast-in:ALL:any` */
export const languageCallback: CallbackCodec<Audience> = {
  encode: ({ audience, language }) => `broadcast-in:${audience}:${language ?? 'any'}`,
  decode(data) {
    const [name, to, word = '', ...rest] = data.split(':')
    const audience = audiences.find((candidate) => candidate === to)
    if (name !== 'broadcast-in' || !audience || rest.length > 0) return null
    const language: Language | null | undefined = word === 'any' ? null : isLanguage(word) ? word : undefined
    return language === undefined ? null : { value: { audience, language } }
  },
}

export const sendCallback = idCallback('broadcast-send')
export const rewriteCallback = idCallback('broadcast-edit')
export const cancelCallback = idCallback('broadcast-no')
/** The worker lays it under the progress. */
export const stopCallback: CallbackCodec<string> = { encode: stopBroadcastData, decode: (data) => idCallback('broadcast-stop').decode(data) }
