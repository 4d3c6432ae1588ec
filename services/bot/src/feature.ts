import type { Keyboard } from '@cars-bot/adapters/bot-api'
import type { UserModel } from '@cars-bot/platform'
import type { App } from './app.js'
import type { CallbackCodec } from './callback-codec.js'
import type { Texts } from './texts/texts.js'

/** Who is there, and the texts in their language. */
export type Visit = { user: UserModel; texts: Texts }

/** What a feature answers: always in the private chat of the one who asked. */
export type Reply =
  | { kind: 'message'; html: string; keyboard?: Keyboard; protectContent?: boolean }
  /** A short line over the chat, after the press of a button. */
  | { kind: 'toast'; text: string }

export type CommandHandler = (app: App, visit: Visit, argument: string) => Promise<Reply>
export type CallbackRoute = { match(data: string): ((app: App, visit: Visit) => Promise<Reply>) | null }

/** Commands by name, and buttons by the shape of their data. */
export type Feature = { commands: Readonly<Record<string, CommandHandler>>; callbacks: readonly CallbackRoute[] }

/** Answers the buttons whose data this codec reads. */
export function onCallback<T>(codec: CallbackCodec<T>, handle: (app: App, visit: Visit, value: T) => Promise<Reply>): CallbackRoute {
  return {
    match(data) {
      const parsed = codec.decode(data)
      return parsed === null ? null : (app, visit) => handle(app, visit, parsed.value)
    },
  }
}
