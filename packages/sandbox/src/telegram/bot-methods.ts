import type { BotCommand, ChatFullInfo, ChatMember, MenuButton } from '@telegraf/types'
import { placeOf, type BotCall, type BotMethods } from './bot-call.js'
import { BotFailure, badRequest } from './bot-failure.js'
import { getFile } from './bot-files.js'
import { channelChat, privateChat } from './bot-message.js'
import { paymentMethods } from './bot-payments.js'
import { flagOf, isRecord, jsonOf, numberOf, textOf } from './bot-parameters.js'
import { botUser, personOf } from './bot-state.js'
import { editMethods } from './edit-methods.js'
import { queryMethods } from './query-methods.js'
import { sendMethods } from './send-methods.js'

/** The methods of core.telegram.org/bots/api that the sandbox knows, but getUpdates, which waits. */
const botMethods: BotMethods = {
  getMe: ({ state }) => botUser(state),
  deleteWebhook({ state, parameters }) {
    if (flagOf(parameters, 'drop_pending_updates')) state.updates = []
    return true
  },
  getWebhookInfo: ({ state }) => ({ url: '', has_custom_certificate: false, pending_update_count: state.updates.length }),
  setMyCommands(call) {
    call.state.commands.set(commandsKey(call), checkedCommands(jsonOf(call.parameters, 'commands')))
    return true
  },
  getMyCommands: (call) => call.state.commands.get(commandsKey(call)) ?? [],
  deleteMyCommands(call) {
    call.state.commands.delete(commandsKey(call))
    return true
  },
  setChatMenuButton({ state, parameters }) {
    state.menuButtons.set(textOf(parameters, 'chat_id'), checkedMenuButton(jsonOf(parameters, 'menu_button')))
    return true
  },
  getChatMenuButton: ({ state, parameters }) => state.menuButtons.get(textOf(parameters, 'chat_id')) ?? state.menuButtons.get('') ?? { type: 'commands' },
  getChat,
  getChatMember,
  getFile,
  ...sendMethods,
  ...editMethods,
  ...queryMethods,
  ...paymentMethods,
}

const methodsByLowerName = new Map(Object.entries(botMethods).map(([name, method]) => [name.toLowerCase(), method] as const))

/** Names of methods are taken in any case (core.telegram.org/bots/api#making-requests). */
export function findMethod(name: string): ((call: BotCall) => unknown) | undefined {
  return methodsByLowerName.get(name.toLowerCase())
}

/** A public channel is known by its name to everybody, any other only to its admins. */
function getChat(call: BotCall): ChatFullInfo {
  const place = placeOf(call)
  const outer = { accent_color_id: 0, max_reaction_count: 11 }
  if (place.kind === 'private') {
    if (!place.user.hasStarted) throw badRequest('chat not found')
    return { ...privateChat(place.user), ...outer }
  }
  const isKnown = place.channel.adminBotIds.has(call.state.botId) || (textOf(call.parameters, 'chat_id').startsWith('@') && !place.channel.isPrivate)
  if (!isKnown) throw badRequest('chat not found')
  return { ...channelChat(place.channel), ...outer }
}

/** In a channel where the bot is no admin the list of members is closed to it. */
function getChatMember(call: BotCall): ChatMember {
  const { context, state, parameters } = call
  const place = placeOf(call)
  if (place.kind === 'private') throw badRequest('chat not found')
  const { channel } = place
  const userId = numberOf(parameters, 'user_id')
  if (userId === null || userId <= 0) throw badRequest('invalid user_id specified')
  if (!channel.adminBotIds.has(state.botId)) throw channel.isPrivate ? new BotFailure(403, 'Forbidden: bot is not a member of the channel chat') : badRequest('member list is inaccessible')
  if (userId === state.botId) return administrator(botUser(state))
  const user = context.world.users.get(userId)
  if (!user) throw badRequest('PARTICIPANT_ID_INVALID')
  return { status: channel.members.has(userId) ? 'member' : 'left', user: personOf(user) }
}

function administrator(user: ChatMember['user']): ChatMember {
  return {
    status: 'administrator', user, can_be_edited: false, is_anonymous: false, can_manage_chat: true, can_delete_messages: true, can_manage_video_chats: false,
    can_restrict_members: false, can_promote_members: false, can_change_info: false, can_invite_users: true, can_post_stories: false, can_edit_stories: false,
    can_delete_stories: false, can_post_messages: true, can_edit_messages: true, can_pin_messages: false, can_manage_topics: false, can_manage_direct_messages: false,
  }
}

const commandScopes = new Set(['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators', 'chat', 'chat_administrators', 'chat_member'])

function commandsKey({ parameters }: Pick<BotCall, 'parameters'>): string {
  const language = textOf(parameters, 'language_code')
  if (!/^([a-z]{2})?$/.test(language)) throw badRequest('invalid language_code specified')
  const scope = jsonOf(parameters, 'scope') ?? { type: 'default' }
  if (!isRecord(scope) || !commandScopes.has(String(scope['type']))) throw badRequest("can't parse BotCommandScope: unsupported type specified")
  return JSON.stringify([scope['type'], scope['chat_id'] ?? null, scope['user_id'] ?? null, language])
}

/** At most 100; names of 1–32 small letters, digits and `_`, descriptions of 1–256 (core.telegram.org/bots/api#botcommand). */
function checkedCommands(commands: unknown): BotCommand[] {
  if (!Array.isArray(commands)) throw badRequest("can't parse commands: expected an Array of BotCommand")
  if (commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH')
  return commands.map((one: unknown) => {
    const { command, description } = isRecord(one) ? one : {}
    if (typeof command !== 'string' || !/^\/?[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID')
    if (typeof description !== 'string' || description.length < 1 || description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID')
    return { command: command.replace('/', ''), description }
  })
}

function checkedMenuButton(button: unknown): MenuButton {
  if (button === null) return { type: 'default' }
  const { type, text, web_app: app } = isRecord(button) ? button : {}
  if (type === 'default' || type === 'commands') return { type }
  if (type !== 'web_app') throw badRequest("can't parse menu button: unsupported type specified")
  const url = isRecord(app) ? app['url'] : undefined
  if (typeof text !== 'string' || text === '') throw badRequest('menu button text must be non-empty')
  if (typeof url !== 'string' || !url.startsWith('https://')) throw badRequest('menu button Web App URL is invalid: Only HTTPS links are allowed')
  return { type, text, web_app: { url } }
}
