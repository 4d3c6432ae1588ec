import { languageNames, type Language } from '@cars-bot/domain'
import { screenCallback, type CallbackCodec } from '../../callback-codec.js'
import { onCallback, type Feature } from '../../feature.js'
import { textsOf } from '../../texts/texts.js'
import { showPersonalCommands } from '../../show-commands.js'

const languages: readonly Language[] = ['ru', 'en']

/** `lang:en`. */
export const languageCallback: CallbackCodec<Language> = {
  encode: (language) => `lang:${language}`,
  decode(data) {
    const language = languages.find((candidate) => `lang:${candidate}` === data)
    return language ? { value: language } : null
  },
}

export const languageFeature: Feature = {
  commands: {
    lang: async (_app, { texts }) => ({
      kind: 'message',
      html: texts.chooseLanguage,
      keyboard: [languages.map((language) => ({ text: languageNames[language], data: languageCallback.encode(language) })), [{ text: texts.back, data: screenCallback.encode('start') }]],
    }),
  },
  callbacks: [
    onCallback(languageCallback, async (app, { user }, language) => {
      const chosen = await app.db.user.update({ where: { id: user.id }, data: { language } })
      await showPersonalCommands(app, chosen)
      const texts = textsOf[language]
      return { kind: 'message', html: texts.languageChosen, keyboard: [[{ text: texts.back, data: screenCallback.encode('start') }]] }
    }),
  ],
}
