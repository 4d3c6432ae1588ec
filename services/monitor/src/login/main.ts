import { mtprotoEnv, readEnv } from '@cars-bot/platform'
import { str } from 'envalid'
import { checkString } from './check-string.js'
import { logInAccount } from './log-in-account.js'
import type { LoginSettings } from './login-settings.js'
import { sessionsFileHere } from './sessions-file.js'
import { InterruptedError, openTerminal } from './terminal.js'
import { failureText } from './texts.js'

const { TELEGRAM_API_ID, TELEGRAM_API_HASH, TELEGRAM_PROXY, TELEGRAM_SESSIONS_FILE } = mtprotoEnv

/** `make login`: logs a reading account in by phone or QR code (QR=1) and gives its session string; with CHECK=1 says whose a string is and whether it works. */
async function main(): Promise<number> {
  const terminal = openTerminal()
  try {
    const settings = readSettings()
    const work = process.env['CHECK'] ? checkString(settings, terminal) : logInAccount(settings, terminal)
    return await Promise.race([work, terminal.interrupted])
  } catch (error) {
    if (error instanceof InterruptedError) {
      process.stdout.write('\nПрервано.\n')
      return 130
    }
    process.stderr.write(`${failureText(error)}\n`)
    return 1
  } finally {
    terminal.close()
  }
}

function readSettings(): LoginSettings {
  const DATABASE_URL = str({ default: undefined, desc: "the monitor's database, which tells whether a session is in use" })
  const env = readEnv('make login', { TELEGRAM_API_ID, TELEGRAM_API_HASH, TELEGRAM_PROXY, TELEGRAM_SESSIONS_FILE, DATABASE_URL })
  return {
    connection: { apiId: env.TELEGRAM_API_ID, apiHash: env.TELEGRAM_API_HASH, proxy: env.TELEGRAM_PROXY },
    isByToken: Boolean(process.env['QR']),
    sessionsFile: env.TELEGRAM_SESSIONS_FILE === undefined ? undefined : sessionsFileHere(env.TELEGRAM_SESSIONS_FILE),
    databaseUrl: env.DATABASE_URL,
  }
}

// GramJS's timers would keep the process up.
process.exit(await main())
