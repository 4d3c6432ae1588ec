import { checkSession, describeSession } from '@cars-bot/adapters/mtproto'
import type { LoginSettings } from './login-settings.js'
import { withSessionRows } from './session-rows.js'
import type { Terminal } from './terminal.js'
import { accountText, databaseUnseenText, secretText, sessionInUseText, stopMonitorText } from './texts.js'

/** `make login CHECK=1`: says whose a session string is and whether it works. Does not touch one that a monitor holds. Resolves to the exit code. */
export async function checkString(settings: LoginSettings, terminal: Terminal): Promise<number> {
  if (settings.databaseUrl === undefined) terminal.say(stopMonitorText)
  const given = await terminal.askHidden('Строка сессии GramJS или Telethon, не показывается: ')
  const { sessionKeyId, session } = await describeSession(given)
  const refusal = await refusalOf(settings.databaseUrl, sessionKeyId)
  if (refusal) {
    terminal.say(refusal)
    return 1
  }
  const account = await checkSession({ ...settings.connection, session })
  terminal.say(`Сессия работает: ${accountText(account)}.`)
  if (session !== given) {
    terminal.say(`Это строка Telethon; она годится и так, а вот она же в виде GramJS. ${secretText}`)
    terminal.say(`\nTELEGRAM_SESSIONS=${session}`)
  }
  return 0
}

async function refusalOf(databaseUrl: string | undefined, sessionKeyId: string): Promise<string | null> {
  if (databaseUrl === undefined) return null
  try {
    return (await withSessionRows(databaseUrl, (rows) => rows.isHeld(sessionKeyId))) ? sessionInUseText : null
  } catch {
    return databaseUnseenText
  }
}
