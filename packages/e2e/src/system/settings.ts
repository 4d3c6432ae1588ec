import { sandboxSession } from '@cars-bot/sandbox'

export const serviceNames = ['bot', 'monitor', 'webhook', 'worker', 'scheduler'] as const
export type ServiceName = (typeof serviceNames)[number]

/** Where everything of one system listens and stores. */
export type SystemAddresses = {
  databaseUrl: string
  redisUrl: string
  httpPort: number
  mtprotoPort: number
  webhookPort: number
  mediaDirectory: string
  googleKeyFile: string
}

/** A token in the form of a real one; only the sandbox knows it. */
export const sandboxBotToken = '7000000001:sandbox_token_of_the_demo_bot_000000'

/** Settings of the five services against the sandbox: the same names as in .env.example. */
export function serviceSettings(addresses: SystemAddresses): Record<string, string> {
  const http = `http://127.0.0.1:${addresses.httpPort}`
  return {
    DATABASE_URL: addresses.databaseUrl,
    REDIS_URL: addresses.redisUrl,
    LOG_LEVEL: 'info',
    PHONE_ENCRYPTION_KEY: '5a'.repeat(32),
    BOT_TOKEN: sandboxBotToken,
    TELEGRAM_API_ROOT: `${http}/telegram`,
    NEWS_CHANNEL_ID: '-1001000000001',
    TELEGRAM_API_ID: '1',
    TELEGRAM_API_HASH: '0'.repeat(32),
    TELEGRAM_SESSIONS: sandboxSession(),
    TELEGRAM_PROXY: `socks5://127.0.0.1:${addresses.mtprotoPort}`,
    MEDIA_DIR: addresses.mediaDirectory,
    OPENAI_API_KEY: 'sk-sandbox-000000000000000000000000',
    OPENAI_BASE_URL: `${http}/openai/v1`,
    YOOKASSA_SHOP_ID: 'sandbox-shop',
    YOOKASSA_SECRET_KEY: 'sandbox-secret',
    YOOKASSA_MODE: 'test',
    YOOKASSA_API_URL: `${http}/yookassa/v3`,
    GOOGLE_SPREADSHEET_ID: 'sandbox-spreadsheet',
    GOOGLE_SERVICE_ACCOUNT_FILE: addresses.googleKeyFile,
    GOOGLE_SHEETS_API_URL: `${http}/google/`,
    WEBHOOK_HOST: '127.0.0.1',
    WEBHOOK_PORT: String(addresses.webhookPort),
    WEBHOOK_CHECK_ADDRESS: 'off',
  }
}

/** Settings of the sandbox's own process. */
export function sandboxSettings(addresses: SystemAddresses, options: { feed: boolean; feedIntervalMs: number; services: string; limits: boolean }): Record<string, string> {
  return {
    SANDBOX_HOST: '127.0.0.1',
    SANDBOX_HTTP_PORT: String(addresses.httpPort),
    SANDBOX_MTPROTO_PORT: String(addresses.mtprotoPort),
    SANDBOX_FEED: options.feed ? 'on' : 'off',
    SANDBOX_FEED_INTERVAL_MS: String(options.feedIntervalMs),
    SANDBOX_LIMITS: options.limits ? 'on' : 'off',
    SANDBOX_WEBHOOK_URL: `http://127.0.0.1:${addresses.webhookPort}/webhooks/yookassa`,
    SANDBOX_GOOGLE_KEY_FILE: addresses.googleKeyFile,
    SANDBOX_SERVICES: options.services,
    BOT_TOKEN: sandboxBotToken,
    YOOKASSA_SHOP_ID: 'sandbox-shop',
    YOOKASSA_SECRET_KEY: 'sandbox-secret',
  }
}
