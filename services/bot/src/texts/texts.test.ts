import { visibleLength } from '@cars-bot/domain'
import { expect, test } from 'vitest'
import { textSamples } from './texts.fixture.js'
import { textsOf, type Texts } from './texts.js'

const mostOfMessage = 4_096
const mostOfToast = 200
const toasts = ['unknownButton', 'checking', 'checkingLater', 'complaintNoted', 'complaintNotedBefore', 'saved', 'unsaved', 'searchIsOld', 'alertsPaused', 'listingIsGone'] as const satisfies readonly (keyof Texts)[]

test.each(['ru', 'en'] as const)('every text in %s is rendered with values, fits a message of Telegram and closes its tags', (language) => {
  const isValid = (html: string): boolean =>
    html.trim() !== '' && visibleLength(html) <= mostOfMessage && !/undefined|NaN|\[object|Invalid Date/.test(html) && unclosed(html).length === 0
  expect(rendered(textsOf[language]).filter(([, html]) => !isValid(html))).toEqual([])
})

test.each(['ru', 'en'] as const)('toasts in %s fit the line over a chat, commands and buttons their menus', (language) => {
  const texts = textsOf[language]
  expect(toasts.filter((name) => texts[name].length > mostOfToast)).toEqual([])
  for (const { command, description } of [...texts.commands, ...texts.adminCommands]) {
    expect(command).toMatch(/^[a-z0-9_]{1,32}$/)
    expect(description.length).toBeGreaterThan(2)
    expect(description.length).toBeLessThanOrEqual(256)
  }
})

test('both languages name the same commands, and say different words', () => {
  const names = (texts: Texts): string[] => [...texts.commands, ...texts.adminCommands].map(({ command }) => command)
  expect(names(textsOf.en)).toEqual(names(textsOf.ru))
  const russian = new Map(rendered(textsOf.ru))
  const alike = rendered(textsOf.en).filter(([name, html]) => /[а-яё]{4}/i.test(html.replaceAll(/«[^»]*»/g, '').replace('Язык / Language', '')) || (russian.get(name) === html && /[a-z]{3}/i.test(html.replace('Язык / Language', ''))))
  expect(alike).toEqual([])
})

/** Every text by its name, those in groups by `group.name`, functions called with sample values. */
function rendered(texts: object, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    const name = `${prefix}${key}`
    if (typeof value === 'string') return [[name, value]]
    if (typeof value === 'function') return samplesOf(name).map((values) => [name, String(Reflect.apply(value, texts, values))])
    if (Array.isArray(value)) return value.map((item: { command: string; description: string }): [string, string] => [`${name}.${item.command}`, item.description])
    return typeof value === 'object' && value !== null ? rendered(value, `${name}.`) : []
  })
}

function samplesOf(name: string): readonly (readonly unknown[])[] {
  const samples: Readonly<Record<string, readonly (readonly unknown[])[]>> = textSamples
  const found = samples[name]
  if (!found) throw new Error(`texts/texts.fixture.ts has no values for ${name}`)
  return found
}

function unclosed(html: string): string[] {
  const open: string[] = []
  for (const [, slash, tag = ''] of html.matchAll(/<(\/?)([a-z]+)[^>]*>/g)) {
    if (slash === '') open.push(tag)
    else if (open.pop() !== tag) return [tag]
  }
  return open
}
