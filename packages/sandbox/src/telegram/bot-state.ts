import type { Update } from '@telegraf/types'
import type { SandboxContext } from '../context.js'
import { botUsername, newsChannelId } from '../config.js'
import type { WorldUser } from './world.js'

export type PreCheckout = { id: string; userId: number; messageId: number; askedAt: number; settle: (answer: { ok: boolean; error?: string }) => void }

/** What the Bot API's server knows of its one bot. */
export type BotState = {
  botId: number
  updates: { update: Update; at: number }[]
  nextUpdateId: number
  poll: { cancel: () => void } | null
  wake: Set<() => void>
  callbacks: Map<string, { userId: number; at: number }>
  preCheckouts: Map<string, PreCheckout>
  charges: Map<string, { userId: number; amount: number; refunded: boolean; payload: string; at: number }>
  fileIds: Map<string, string>
  commands: Map<string, unknown>
  counters: Map<string, number[]>
}

export function createBotState(context: Pick<SandboxContext, 'world' | 'config'>): BotState {
  const botId = Number(context.config.botToken.split(':')[0])
  context.world.addChannel({ id: newsChannelId, username: 'sandbox_news', title: 'Авто из каналов', adminBotIds: [botId] })
  return {
    botId,
    updates: [],
    nextUpdateId: 900_000_001,
    poll: null,
    wake: new Set(),
    callbacks: new Map(),
    preCheckouts: new Map(),
    charges: new Map(),
    fileIds: new Map(),
    commands: new Map(),
    counters: new Map(),
  }
}

export const botUser = (state: BotState) => ({
  id: state.botId,
  is_bot: true as const,
  first_name: 'Авто-бот',
  username: botUsername,
  can_join_groups: true,
  can_read_all_group_messages: false,
  can_manage_bots: false,
  supports_inline_queries: true,
  can_connect_to_business: false,
  has_main_web_app: false,
})

export const personOf = (user: WorldUser) => ({
  id: user.id,
  is_bot: false,
  first_name: user.firstName,
  language_code: user.languageCode,
  ...(user.username ? { username: user.username } : {}),
})

/** Updates wait at most 24 hours (core.telegram.org/bots/api#getting-updates). */
export function pushUpdate(state: BotState, body: object): void {
  const limit = Date.now() - 24 * 3_600_000
  state.updates = state.updates.filter((one) => one.at > limit)
  state.updates.push({ at: Date.now(), update: withId(body, state.nextUpdateId++) })
  for (const wake of state.wake) wake()
}

/** An update is one kind of body and its id. */
function withId(body: object, updateId: number): Update {
  return { update_id: updateId, ...body } as Update
}
