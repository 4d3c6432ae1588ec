import type { Button, Keyboard } from '@cars-bot/adapters/bot-api'
import type { Language } from '@cars-bot/domain'
import type { UserModel } from '@cars-bot/platform'
import type { App } from './app.js'
import type { CallbackCodec } from './callback-codec.js'
import type { Texts } from './texts/texts.js'

/** Who is there, and the texts in their language. */
export type Visit = { user: UserModel; language: Language; texts: Texts; isAdmin: boolean; /** Of the private message whose button was pressed. */ messageId: number | null }

/** What a feature answers: always in the private chat of the one who asked. */
export type Reply =
  /** It takes the place of the message whose button was pressed unless it `isNew` or protected. */
  | { kind: 'message'; html: string; keyboard?: Keyboard; protectContent?: boolean; isNew?: boolean; /** Told the id of the message that shows it. */ onShown?: (messageId: number) => Promise<void> }
  /** A photo of ours with a caption, always as a new message. */
  | { kind: 'photo'; fileId: string; html: string; keyboard: Keyboard }
  /** A short line over the chat, after the press of a button; another button may take the place of one under that message. */
  | { kind: 'toast'; text: string; replacing?: { data: string; by: Button } }
  /** The message with the pressed button goes away. */
  | { kind: 'closed' }

export type CommandHandler = (app: App, visit: Visit, argument: string) => Promise<Reply>
export type CallbackRoute = { match(data: string): ((app: App, visit: Visit) => Promise<Reply>) | null }

/** What a person writes that is no command, plain and with its marks; null passes it on to the next feature. */
export type TextHandler = (app: App, visit: Visit, text: string, html: string) => Promise<Reply | null>

/** Commands by name, buttons by the shape of their data, and free text. */
export type Feature = { commands: Readonly<Record<string, CommandHandler>>; callbacks: readonly CallbackRoute[]; text?: TextHandler }

/** Answers the buttons whose data this codec reads. */
export function onCallback<T>(codec: CallbackCodec<T>, handle: (app: App, visit: Visit, value: T) => Promise<Reply>): CallbackRoute {
  return {
    match(data) {
      const parsed = codec.decode(data)
      return parsed === null ? null : (app, visit) => handle(app, visit, parsed.value)
    },
  }
}
