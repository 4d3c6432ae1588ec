import type { seededRandom } from '../system/seeded-random.js'

type Random = ReturnType<typeof seededRandom>
type Update = Record<string, unknown>

export type FuzzWorld = {
  listings: { id: string; publicId: string }[]
  /** Telegram ids of people without subscription. */
  strangers: number[]
  subscribers: number[]
  /** Does nothing until the end. */
  quietSubscriber: number
  /** Ids of posts that wait for an admin's decision. */
  waiting: string[]
  /** Ids of rows that data of buttons may name. */
  ids: string[]
  /** Data of the buttons that the bot has sent, the newest of each chat. */
  seenData: Map<number, string[]>
}

const commands = ['start', 'help', 'subscription', 'alerts', 'favorites', 'history', 'search', 'lang', 'paysupport', 'terms', 'openings', 'contact', 'promo', 'invite', 'gift', 'refund', 'newpromo', 'moderation', 'broadcast', 'nosuch', 'START', '']
const screens = ['start', 'search', 'alerts', 'favorites', 'history', 'subscription', 'lang', 'help']
const listingActions = ['contact', 'contact', 'contact', 'card', 'save', 'unsave', 'complain', 'sold', 'get_contacts']
const rowActions = ['alert', 'alert-pause', 'alert-delete', 'alert-find', 'alert-model', 'alert-city', 'alert-from', 'alert-price', 'alert-year', 'alert-km', 'alert-gear', 'check', 'cancel', 'approve', 'refuse', 'broadcast-send', 'broadcast-edit', 'broadcast-no', 'broadcast-stop']
const plainData = ['trial', 'close', 'alert-new', 'alerts:pause', 'alerts:off', 'alerts:on', 'lang:en', 'lang:ru', 'buy:monthly', 'buy:yearly', 'buy:free', 'alert-make:BMW', 'favorites:0', 'history:0', 'history:99999', 'find:0:00000000', 'keep:00000000', 'renewal:on', 'renewal:off', 'broadcast-to:ALL', 'broadcast-in:ALL:any']
/** Beginnings of contacts, never a whole one: what comes back whole was not typed. */
const words = ['BMW', 'x5', 'до 3 млн', 'от 2015', 'fuzz_seller', '7900555', '+7 900 555', '%', '_', "' OR 1=1 --", '\u0000', '💥', '\ud800', '<b>', '{"a":1}', '__proto__', 'constructor', '../..', '9'.repeat(60), 'ъ'.repeat(300), '@fuzz_seller']
const offsets = ['', '0', '20', '-1', '1e9', 'x', '99999999999']
const oddValues: unknown[] = [null, undefined, 0, -1, 1.5, Number.MAX_VALUE, '', 'x', [], {}, [[]], true, { toString: 'x' }, '\u0000']

/** One update: a command, a deep link, a button altered or forwarded, an inline query, a block, or something malformed. Mostly of people without subscription. */
export function fuzzedUpdate(world: FuzzWorld, random: Random): Update {
  const update = wellFormed(world, random)
  return random.below(6) === 0 ? malformed(update, random) : update
}

function wellFormed(world: FuzzWorld, random: Random): Update {
  const id = random.below(5) === 0 ? pick(random, world.subscribers) : pick(random, world.strangers)
  const from = { id, is_bot: false, first_name: pick(random, words), language_code: pick(random, ['ru', 'en', 'de', 'x'.repeat(50), '']) }
  const chat = { id, type: 'private' }
  const reply_markup = { inline_keyboard: [[{ text: 'x', callback_data: buttonData(world, random, id) }]] }
  switch (random.below(10)) {
    case 0:
      if (random.below(4) === 0) return { message: { message_id: 1 + random.below(1_000), date: 1, chat, from, photo: [{ file_id: 'x' }], caption: phrase(world, random) } }
      return { message: { message_id: 1 + random.below(1_000), date: 1, chat, from, text: `/${pick(random, commands)} ${phrase(world, random)}` } }
    case 1:
      return { message: { message_id: 1 + random.below(1_000), date: 1, chat, from, text: `/${pick(random, commands)} ${phrase(world, random)}` } }
    case 2:
      return { message: { message_id: 1, date: 1, chat, from, text: `/start ${altered(`${pick(random, ['contact', 'contact', 'contact', 'alert', 'ref'])}_${name(world, random)}`, random)}` } }
    case 3:
      return { message: { message_id: 1, date: 1, chat: random.below(3) === 0 ? { id: -1_001_000_000_001, type: 'supergroup' } : chat, from, text: phrase(world, random) } }
    case 4:
    case 5:
    case 6:
      return { callback_query: { id: String(random.below(1e9)), from, chat_instance: '1', data: altered(buttonData(world, random, id), random), message: { message_id: 1 + random.below(50), date: 1, chat, reply_markup } } }
    case 7:
      return { callback_query: forwarded(world, random, from) }
    case 8:
      return { inline_query: { id: String(random.below(1e9)), from, query: phrase(world, random), offset: pick(random, offsets), chat_type: 'sender' } }
    default:
      return random.below(2) === 0
        ? { my_chat_member: { chat, from, date: 1, new_chat_member: { status: pick(random, ['kicked', 'member', 'left', 'owner']), user: from } } }
        : { pre_checkout_query: { id: String(random.below(1e9)), from, currency: 'XTR', total_amount: random.below(500), invoice_payload: name(world, random) } }
  }
}

/** The press of a button under somebody else's message, in a group, or under a message that is not shown to the bot. */
function forwarded(world: FuzzWorld, random: Random, from: { id: number }): object {
  const chats = [{ id: pick(random, world.subscribers), type: 'private' }, { id: -1_001_000_000_001, type: 'channel' }, { id: -5, type: 'group' }]
  const message = random.below(4) === 0 ? {} : { message: { message_id: 1 + random.below(50), date: 0, chat: pick(random, chats) } }
  return { id: String(random.below(1e9)), from, chat_instance: '1', data: buttonData(world, random, from.id), ...message }
}

function buttonData(world: FuzzWorld, random: Random, id: number): string {
  const seen = world.seenData.get(random.below(2) === 0 ? id : pick(random, [...world.strangers, ...world.subscribers]))
  if (seen && random.below(2) === 0) return pick(random, seen)
  switch (random.below(8)) {
    case 0:
      return `go:${pick(random, screens)}`
    case 1:
      return pick(random, plainData)
    case 2:
      return `${pick(random, rowActions)}:${pick(random, world.ids)}`
    case 3:
      return `as:${pick(random, ['m', 'c', 'f', 'p', 'y', 'k', 't', 'z'])}:${shortId(pick(random, world.ids))}:${pick(random, ['X5', '500000', '2010', 'MANUAL', '', '-1'])}`
    case 4:
      return `${pick(random, ['approve', 'refuse'])}:${pick(random, world.waiting)}`
    default:
      return `${pick(random, listingActions)}:${name(world, random)}`
  }
}

function shortId(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')
}

function name(world: FuzzWorld, random: Random): string {
  const { id, publicId } = pick(random, world.listings)
  return random.below(4) > 0 ? publicId : pick(random, [id, pick(random, world.ids), pick(random, words)])
}

function phrase(world: FuzzWorld, random: Random): string {
  return Array.from({ length: random.below(4) }, () => (random.below(3) === 0 ? name(world, random) : pick(random, words))).join(pick(random, [' ', '', ':', '\n']))
}

/** Left alone half of the time, else one character changed, cut or doubled. */
function altered(text: string, random: Random): string {
  const at = random.below(text.length + 1)
  switch (random.below(8)) {
    case 0:
      return `${text.slice(0, at)}${pick(random, [':', ' ', 'ы', '\u0000', '%'])}${text.slice(at + 1)}`
    case 1:
      return text.slice(0, at)
    case 2:
      return text + text
    case 3:
      return text.toUpperCase()
    default:
      return text
  }
}

/** One field, however deep, is taken away or holds something else. */
function malformed(update: Update, random: Random): Update {
  const copy = structuredClone(update)
  let place: Record<string, unknown> = copy
  for (;;) {
    const key = pick(random, Object.keys(place))
    const inner = place[key]
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner) && Object.keys(inner).length > 0 && random.below(4) > 0) {
      place = inner as Record<string, unknown>
      continue
    }
    if (random.below(3) === 0) delete place[key]
    else place[key] = pick(random, oddValues)
    return copy
  }
}

function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[random.below(items.length)]
  if (item === undefined && items.length === 0) throw new RangeError('nothing to pick from')
  return item as T
}
