import { russian } from './russian.js'

export type Texts = typeof russian

/** Texts by language code of Telegram (IETF tag); the first is for everybody else. */
export const languages: readonly (readonly [languageCode: string, texts: Texts])[] = [['ru', russian]]

/** The texts for a person, by the language of their app. */
export function textsFor(languageCode: string | null): Texts {
  const base = languageCode?.split('-')[0]?.toLowerCase()
  return languages.find(([code]) => code === base)?.[1] ?? russian
}
