export type ChannelReference =
  | { kind: 'username'; username: string }
  | { kind: 'invite'; hash: string }
  | { kind: 'id'; id: bigint }

export type ParsedChannelReference = ChannelReference | { kind: 'invalid'; reason: string }

/** Bot API marks a channel by -1000000000000 minus its MTProto id (core.telegram.org/api/bots/ids). */
const channelIdOffset = 1_000_000_000_000n

const reservedPaths = new Set([
  'share', 'proxy', 'socks', 'addstickers', 'addemoji', 'addtheme', 'addlist', 'setlanguage', 'login', 'invoice', 'iv', 'bg', 'boost', 'confirmphone', 'm', 'giftcode', 'nft', 'contact',
])

/** Understands what an owner types or pastes for a source channel: names, links to posts, invites and numeric ids. Never throws. */
export function parseChannelReference(text: string): ParsedChannelReference {
  const trimmed = text.trim().replace(/^<|>$/g, '').trim()
  if (trimmed === '') return invalid('пустая ссылка на канал')
  if (/^-?\d+$/.test(trimmed)) return fromNumber(BigInt(trimmed))
  const tg = /^tg:\/\/(resolve|join)\?(?:.*&)?(?:domain|invite)=([^&\s]+)/i.exec(trimmed)
  if (tg) return tg[1]?.toLowerCase() === 'join' ? fromHash(tg[2] ?? '') : fromName(tg[2] ?? '')
  const subdomain = /^(?:https?:\/\/)?([a-z]\w{3,31})\.t\.me(?:[/?#].*)?$/i.exec(trimmed)
  if (subdomain && subdomain[1]?.toLowerCase() !== 'www') return fromName(subdomain[1] ?? '')
  const link = /^(?:https?:\/\/)?(?:www\.)?(?:t|telegram)\.(?:me|dog)\/([^\s]*)$/i.exec(trimmed)
  if (link) return fromPath(link[1] ?? '')
  if (/^https?:\/\//i.test(trimmed)) return invalid('это не ссылка Telegram')
  if (trimmed.startsWith('+')) return fromHash(trimmed.slice(1))
  return fromName(trimmed.replace(/^@/, ''))
}

/** One spelling per channel: `@name` in lower case, `+hash` as it is, `-100…`. */
export function channelReferenceKey(reference: ChannelReference): string {
  switch (reference.kind) {
    case 'username':
      return `@${reference.username.toLowerCase()}`
    case 'invite':
      return `+${reference.hash}`
    case 'id':
      return reference.id.toString()
  }
}

function fromPath(path: string): ParsedChannelReference {
  const [first = '', second = ''] = path.replace(/[?#].*$/, '').split('/').filter((part) => part !== '')
  const head = first.toLowerCase()
  if (head === '') return invalid('в ссылке нет имени канала')
  if (head === 'c') return /^\d+$/.test(second) ? { kind: 'id', id: -channelIdOffset - BigInt(second) } : invalid('в ссылке t.me/c нет номера канала')
  if (head === 's') return fromName(second)
  if (head === 'joinchat') return fromHash(second)
  if (first.startsWith('+') || first.startsWith('%2B') || first.startsWith('%2b')) return fromHash(first.replace(/^(?:\+|%2b)/i, ''))
  if (reservedPaths.has(head)) return invalid('эта ссылка ведёт не на канал')
  return fromName(first)
}

function fromHash(hash: string): ParsedChannelReference {
  if (/^\d+$/.test(hash)) return invalid('это номер телефона, а не приглашение в канал')
  if (!/^[\w-]{10,64}$/.test(hash)) return invalid('приглашение в канал записано с ошибкой')
  return { kind: 'invite', hash }
}

/** Names: 4–32 Latin letters, digits and underscores, the first a letter (core.telegram.org/method/account.checkUsername, 4 for names sold on Fragment). */
function fromName(name: string): ParsedChannelReference {
  if (!/^[a-z](?:\w{2,30})[a-z0-9]$/i.test(name) || name.includes('__')) return invalid('имя канала: от 4 до 32 латинских букв, цифр и подчёркиваний')
  return { kind: 'username', username: name }
}

function fromNumber(value: bigint): ParsedChannelReference {
  if (value < -channelIdOffset && value > -2n * channelIdOffset) return { kind: 'id', id: value }
  if (value > channelIdOffset && value < 2n * channelIdOffset) return { kind: 'id', id: -value }
  return invalid('номер канала пишется целиком, например -1001234567890')
}

function invalid(reason: string): ParsedChannelReference {
  return { kind: 'invalid', reason }
}
