/** Languages the bot speaks. */
export const languageNames = { ru: 'Русский', en: 'English' } as const

export type Language = keyof typeof languageNames

/** Telegram's codes of the languages whose speakers mostly read Russian: those of Russia's neighbours. */
export const russianReaders = ['ru', 'be', 'uk', 'kk', 'ky', 'uz', 'tg', 'tk', 'az', 'hy', 'ka', 'mn'] as const

export function isLanguage(value: string | null): value is Language {
  return value !== null && Object.hasOwn(languageNames, value)
}

/** The language to write to a person in: the one chosen with /lang, else by the language of their app (an IETF tag); Russian when nothing is known. */
export function languageOf({ language, languageCode }: { language: string | null; languageCode: string | null }): Language {
  if (isLanguage(language)) return language
  const base = languageCode?.split('-')[0]?.toLowerCase() ?? ''
  return base === '' || russianReaders.some((code) => code === base) ? 'ru' : 'en'
}
