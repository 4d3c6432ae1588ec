import { makeValidator, port, str, url } from 'envalid'

const databaseUrl = makeValidator((value) => checkedUrl(value, ['postgres:', 'postgresql:']))
const redisUrl = makeValidator((value) => checkedUrl(value, ['redis:', 'rediss:']))
const socksUrl = makeValidator((value) => checkedUrl(value, ['socks5:']))
const botToken = makeValidator((value) => matched(value, /^\d+:[A-Za-z0-9_-]{30,}$/, 'a bot token looks like 123456:ABC…, from @BotFather'))
const encryptionKey = makeValidator((value) => {
  const key = /^[0-9a-f]{64}$/i.test(value) ? Buffer.from(value, 'hex') : Buffer.from(value, 'base64')
  if (key.length !== 32) throw new Error('it must be 32 bytes as 64 hexadecimal digits or base64: openssl rand -hex 32')
  return key
})
const channelId = makeValidator((value) => {
  const digits = matched(value, /^(-100)?\d{5,}$/, 'a channel id looks like -1001234567890').replace(/^-100/, '')
  return BigInt(`-100${digits}`)
})
const userIds = makeValidator((value) => value.split(/[\s,]+/).filter(Boolean).map((id) => BigInt(matched(id, /^\d+$/, 'user ids are numbers with commas between'))))
const count = makeValidator((value) => Number(matched(value, /^[1-9]\d{0,9}$/, 'it must be a whole number above 0')))
const temperature = makeValidator((value) => Number(matched(value, /^(?:[01](?:\.\d+)?|2(?:\.0+)?)$/, 'it must be a number from 0 to 2')))
const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }
const durationMs = makeValidator((value) => {
  const [, amount, unit = 's'] = /^([1-9]\d{0,6}) ?(ms|s|m|h)?$/.exec(value.trim()) ?? []
  if (!amount) throw new Error('it must be a time such as 30s, 10m or 2h')
  return Number(amount) * (unitsMs[unit] ?? 1_000)
})
const words = makeValidator((value) => value.split(/[\s,]+/).filter(Boolean))

export const logEnv = {
  LOG_LEVEL: str({ choices: ['debug', 'info', 'warn', 'error'], default: 'info', desc: 'how much is logged' }),
}

export const databaseEnv = {
  ...logEnv,
  DATABASE_URL: databaseUrl({ desc: 'address of Postgres', example: 'postgresql://cars:…@postgres:5432/cars' }),
}

/** What every service needs. */
export const serviceEnv = {
  ...databaseEnv,
  REDIS_URL: redisUrl({ desc: 'address of Redis', example: 'redis://redis:6379' }),
  HEALTH_HOST: str({ default: '127.0.0.1', desc: 'address on which /live, /ready and /metrics answer' }),
  HEALTH_PORT: port({ default: 9100, desc: 'port of /live, /ready and /metrics' }),
}

export const phoneEnv = {
  PHONE_ENCRYPTION_KEY: encryptionKey({ desc: 'key under which phone numbers are stored, 32 bytes', example: 'the output of openssl rand -hex 32' }),
}

export const botApiEnv = {
  BOT_TOKEN: botToken({ desc: "the bot's token from @BotFather" }),
  TELEGRAM_API_ROOT: url({ default: 'https://api.telegram.org', desc: 'root of the Bot API' }),
  NEWS_CHANNEL_ID: channelId({ desc: 'our own channel; the bot must be an admin who can post', example: '-1001234567890' }),
  NEWS_CHANNEL_MESSAGES_PER_MINUTE: count({ default: 20, desc: 'messages a minute into our channel, album items counted one by one' }),
  ADMIN_USER_IDS: userIds({ default: [], desc: 'Telegram ids of the admins, commas between' }),
}

export const mtprotoEnv = {
  TELEGRAM_API_ID: count({ desc: 'api_id from my.telegram.org' }),
  TELEGRAM_API_HASH: str({ desc: 'api_hash from my.telegram.org' }),
  TELEGRAM_SESSIONS: words({
    default: undefined,
    requiredWhen: (env) => !env['TELEGRAM_SESSIONS_FILE'],
    desc: 'session strings of the reading accounts, one per line; make login prints one; or name a file that holds them in TELEGRAM_SESSIONS_FILE',
  }),
  TELEGRAM_SESSIONS_FILE: str({ default: undefined, desc: 'file with the session strings, one per line, read anew every few seconds', example: '/data/telegram-sessions/sessions' }),
  TELEGRAM_PROXY: socksUrl({ default: undefined, desc: 'SOCKS5 proxy for MTProto', example: 'socks5://127.0.0.1:1080' }),
}

export const mediaEnv = {
  MEDIA_DIR: str({ desc: 'folder of downloaded photos and videos, shared by monitor and worker', example: '/data/media' }),
  MEDIA_RETENTION_DAYS: count({ default: 30, desc: 'days after which downloaded media are deleted' }),
}

export const openAiEnv = {
  AI_PROVIDER: str({ choices: ['openai', 'rules'], default: undefined, desc: 'openai (default when OPENAI_API_KEY is set) or rules (no network)' }),
  OPENAI_API_KEY: str({ default: undefined, desc: 'key from platform.openai.com' }),
  OPENAI_BASE_URL: url({ default: 'https://api.openai.com/v1', desc: 'root of the OpenAI API' }),
  OPENAI_MODEL: str({ default: 'gpt-4o-mini', desc: 'model that reads the ads' }),
  OPENAI_TEMPERATURE: temperature({ default: 0.3, desc: 'temperature of the model' }),
  OPENAI_MAX_TOKENS: count({ default: 1500, desc: 'most tokens of one answer' }),
  AI_FALLBACK_AFTER: durationMs({ default: 600_000, desc: 'after the model has been away that long, ads are read by rules until it answers again', example: '10m' }),
}

export const yooKassaEnv = {
  YOOKASSA_SHOP_ID: str({ desc: 'shop id from the YooKassa cabinet' }),
  YOOKASSA_SECRET_KEY: str({ desc: 'secret key from the YooKassa cabinet' }),
  YOOKASSA_MODE: str({ choices: ['live', 'test'], default: 'live', desc: 'live: payments of a test shop are refused; test: they open access, for trials' }),
  YOOKASSA_API_URL: url({ default: 'https://api.yookassa.ru/v3', desc: 'root of the YooKassa API' }),
}

export const sheetsEnv = {
  GOOGLE_SPREADSHEET_ID: str({ desc: "id of the owner's spreadsheet, from its address" }),
  GOOGLE_SERVICE_ACCOUNT_FILE: str({ desc: 'file with the key of the service account that may edit the spreadsheet' }),
  GOOGLE_SHEETS_API_URL: url({ default: 'https://sheets.googleapis.com/', desc: 'root of the Sheets API' }),
}

function checkedUrl(value: string, protocols: readonly string[]): string {
  if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol)) throw new Error(`it must be an address beginning with ${protocols.join(' or ')}//`)
  return value
}

function matched(value: string, pattern: RegExp, expected: string): string {
  if (!pattern.test(value.trim())) throw new Error(expected)
  return value.trim()
}
