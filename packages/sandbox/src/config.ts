export type SandboxConfig = {
  host: string
  httpPort: number
  mtprotoPort: number
  /** The address clients use, when it is not the listening one (in Compose). */
  publicUrl: string | null
  botToken: string
  feed: { isOn: boolean; intervalMs: number }
  /** Telegram's and Google's rate limits. */
  limits: boolean
  /** Where YooKassa's notifications go. */
  webhookUrl: string | null
  yooKassa: { shopId: string; secretKey: string }
  googleKeyFile: string | null
  services: { name: string; url: string }[]
  logLevel: string
}

export const newsChannelId = 1_000_000_001n
export const botUsername = 'cars_sandbox_bot'

/** Reads the sandbox's settings; throws an error that names a wrong one. */
export function sandboxConfig(env: Record<string, string | undefined>): SandboxConfig {
  const port = (name: string, usual: number): number => {
    const value = Number(env[name] || usual)
    if (!Number.isInteger(value) || value < 0 || value > 65_535) throw new Error(`${name} must be a port, not ${env[name]}`)
    return value
  }
  const isOn = (name: string): boolean => {
    const value = env[name] || 'on'
    if (value !== 'on' && value !== 'off') throw new Error(`${name} must be on or off, not ${value}`)
    return value === 'on'
  }
  return {
    host: env['SANDBOX_HOST'] || '127.0.0.1',
    httpPort: port('SANDBOX_HTTP_PORT', 8090),
    mtprotoPort: port('SANDBOX_MTPROTO_PORT', 8091),
    publicUrl: env['SANDBOX_PUBLIC_URL'] || null,
    botToken: botTokenIn(env),
    feed: { isOn: isOn('SANDBOX_FEED'), intervalMs: intervalIn(env) },
    limits: isOn('SANDBOX_LIMITS'),
    webhookUrl: env['SANDBOX_WEBHOOK_URL'] || null,
    yooKassa: { shopId: env['YOOKASSA_SHOP_ID'] || 'sandbox-shop', secretKey: env['YOOKASSA_SECRET_KEY'] || 'sandbox-secret' },
    googleKeyFile: env['SANDBOX_GOOGLE_KEY_FILE'] || null,
    logLevel: env['LOG_LEVEL'] || 'info',
    services: (env['SANDBOX_SERVICES'] || '')
      .split(',')
      .filter(Boolean)
      .map((pair) => {
        const [name = '', url = ''] = pair.split('=')
        if (!URL.canParse(url)) throw new Error(`SANDBOX_SERVICES must list name=address pairs, not ${pair}`)
        return { name, url }
      }),
  }
}

/** A token begins with the bot's id (core.telegram.org/bots/api#authorizing-your-bot). */
function botTokenIn(env: Record<string, string | undefined>): string {
  const token = env['BOT_TOKEN'] || '7000000001:sandbox_token_of_the_demo_bot_000000'
  if (!/^[1-9]\d{4,15}:[\w-]+$/.test(token)) throw new Error("BOT_TOKEN must be the bot's id, a colon and letters, as 7000000001:abc")
  return token
}

function intervalIn(env: Record<string, string | undefined>): number {
  const intervalMs = Number(env['SANDBOX_FEED_INTERVAL_MS'] || 4_000)
  if (!Number.isInteger(intervalMs) || intervalMs < 100) throw new Error(`SANDBOX_FEED_INTERVAL_MS must be 100 or more milliseconds, not ${env['SANDBOX_FEED_INTERVAL_MS']}`)
  return intervalMs
}
