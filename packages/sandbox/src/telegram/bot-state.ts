import type { BotCommand, InlineQueryResult, MenuButton, Message, StarTransaction, Update, User, UserFromGetMe } from '@telegraf/types'
import { botUsername, newsChannelId } from '../config.js'
import type { SandboxContext } from '../context.js'
import type { WorldInvoice, WorldUser } from './world.js'

export type CallbackAnswer = { text: string; showAlert: boolean; url: string }
export type InlineAnswer = { results: readonly InlineQueryResult[]; nextOffset: string }
export type PreCheckout = { askedAt: number; settle: (answer: { ok: true } | { ok: false; error: string }) => void }
/** A subscription ends then unless Telegram charges it again; a canceled one is not charged. */
export type StarSubscription = { firstChargeId: string; seconds: number; endsAt: number; isCanceled: boolean; canceledBy: 'bot' | 'user' | null }
export type Charge = { userId: number; amount: number; payload: string; refunded: boolean; subscription: StarSubscription | null }

/** What the Bot API's server knows of its one bot. */
export type BotState = {
  botId: number
  updates: { update: Update; at: number }[]
  nextUpdateId: number
  /** Kinds asked for by the last getUpdates that named any; null: all but `unusualUpdates`. */
  allowedUpdates: ReadonlySet<string> | null
  poll: { cancel: () => void } | null
  wake: Set<() => void>
  callbacks: Map<string, { userId: number; at: number; answer: CallbackAnswer | null }>
  inlineQueries: Map<string, { at: number; settle: (answer: InlineAnswer) => void }>
  preCheckouts: Map<string, PreCheckout>
  invoiceLinks: Map<string, WorldInvoice>
  charges: Map<string, Charge>
  starTransactions: StarTransaction[]
  /** The bot's own ids of files, by id and by file. */
  fileIds: Map<string, string>
  fileIdByFile: Map<string, string>
  commands: Map<string, BotCommand[]>
  menuButtons: Map<string, MenuButton>
  counters: Map<string, number[]>
}

export function createBotState(context: Pick<SandboxContext, 'world' | 'config'>): BotState {
  const botId = Number(context.config.botToken.split(':')[0])
  const news = context.world.addChannel({ id: newsChannelId, username: 'sandbox_news', title: 'Авто из каналов', adminBotIds: [botId] })
  // A channel without any message is absent from the dialogs of its members.
  context.world.post(news, { from: 'channel', text: 'Здесь выходят объявления о продаже автомобилей.' })
  return {
    botId,
    updates: [],
    nextUpdateId: 900_000_001,
    allowedUpdates: null,
    poll: null,
    wake: new Set(),
    callbacks: new Map(),
    inlineQueries: new Map(),
    preCheckouts: new Map(),
    invoiceLinks: new Map(),
    charges: new Map(),
    starTransactions: [],
    fileIds: new Map(),
    fileIdByFile: new Map(),
    commands: new Map(),
    menuButtons: new Map(),
    counters: new Map(),
  }
}

export function botUser(state: Pick<BotState, 'botId'>): UserFromGetMe {
  return {
    id: state.botId,
    is_bot: true,
    first_name: 'Авто-бот',
    username: botUsername,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: true,
    can_connect_to_business: false,
    has_main_web_app: false,
  }
}

export function personOf(user: WorldUser): User {
  return { id: user.id, is_bot: false, first_name: user.firstName, language_code: user.languageCode, ...(user.username ? { username: user.username } : {}) }
}

/** An identifier as Telegram gives queries: a 64-bit number as text. */
export function newQueryId(): string {
  return String(crypto.getRandomValues(new BigUint64Array(1))[0])
}

type UpdateBody = (Update extends infer One ? (One extends Update ? Omit<One, 'update_id'> : never) : never) | { message: Message.RefundedPaymentMessage }

/** Kinds that come only when asked for by name (core.telegram.org/bots/api#getupdates). */
const unusualUpdates = new Set(['chat_member', 'message_reaction', 'message_reaction_count'])
const keptForMs = 24 * 3_600_000

/** Queues an update of a kind that was asked for. Updates wait at most 24 hours (core.telegram.org/bots/api#getting-updates). */
export function pushUpdate(state: BotState, body: UpdateBody): void {
  const isWanted = Object.keys(body).every((kind) => (state.allowedUpdates ? state.allowedUpdates.has(kind) : !unusualUpdates.has(kind)))
  if (!isWanted) return
  const now = Date.now()
  state.updates = state.updates.filter((one) => one.at > now - keptForMs)
  state.updates.push({ at: now, update: numbered(body, state.nextUpdateId++) })
  for (const wake of state.wake) wake()
}

/** Queues whatever is given as an update, of any kind and shape: the bot has to stand it. */
export function pushRaw(state: BotState, body: Readonly<Record<string, unknown>>): void {
  state.updates.push({ at: Date.now(), update: asUpdate({ ...body, update_id: state.nextUpdateId++ }) })
  for (const wake of state.wake) wake()
}

/** Malformed on purpose: nothing here looks into it. */
function asUpdate(body: { update_id: number }): Update {
  return body as Update
}

/** A refund is a message like others (core.telegram.org/bots/api#refundedpayment); @telegraf/types 9.2 leaves it out of the union of messages. */
function numbered(body: UpdateBody, updateId: number): Update {
  return { update_id: updateId, ...body } as Update
}
