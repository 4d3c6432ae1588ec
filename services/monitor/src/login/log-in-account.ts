import { describeSession, logIn, type Account, type LoginToken } from '@cars-bot/adapters/mtproto'
import { drawCode } from './draw-code.js'
import type { LoginSettings } from './login-settings.js'
import { withSessionRows } from './session-rows.js'
import { saveSession } from './sessions-file.js'
import type { Terminal } from './terminal.js'
import { accountText, codeQuestion, faultText, passwordQuestion, phoneQuestion, scanText, secretText } from './texts.js'

/** `make login`: logs an account in and writes its session string to the sessions file or the terminal. Resolves to the exit code. */
export async function logInAccount(settings: LoginSettings, terminal: Terminal): Promise<number> {
  const showToken = tokenScreen(terminal)
  const { session, account } = await logIn(settings.connection, {
    phone: async () => (settings.isByToken ? null : (await terminal.ask(phoneQuestion)) || null),
    code: async (place, canResend) => (await terminal.ask(codeQuestion(place, canResend))) || (canResend ? null : ''),
    password: (hint) => terminal.askHidden(passwordQuestion(hint)),
    showToken,
    onFault: (code) => terminal.say(faultText(code)),
  })
  terminal.say(`Вошли: ${accountText(account)}.`)
  if (settings.sessionsFile !== undefined && (await isWritten(settings.sessionsFile, session, account, settings.databaseUrl, terminal))) return 0
  terminal.say(`${secretText}\nВпишите её в TELEGRAM_SESSIONS (по одной на строку) вместо прежней строки этого аккаунта и перезапустите monitor:`)
  terminal.say(`\nTELEGRAM_SESSIONS=${session}`)
  return 0
}

/** On a screen a new code takes the place of the one before. */
function tokenScreen(terminal: Terminal): (token: LoginToken) => void {
  const { isScreen } = terminal
  let shown = 0
  return ({ url, expiresAt }) => {
    const seconds = Math.max(1, Math.round((expiresAt.getTime() - Date.now()) / 1000))
    const lines = [scanText, ...drawCode(url, isScreen), `Код сменится через ${seconds} с. Отказаться: Ctrl-C.`]
    terminal.say(`${isScreen && shown > 0 ? `\u001B[${shown}A\u001B[J` : ''}${lines.join('\n')}`)
    shown = lines.length
  }
}

async function isWritten(file: string, session: string, account: Account, databaseUrl: string | undefined, terminal: Terminal): Promise<boolean> {
  const answer = await terminal.ask(`Записать сессию в ${file}? [Д/н]: `)
  if (/^[нn]/i.test(answer)) return false
  try {
    await saveSession(file, session, (line) => isEarlier(line, account, databaseUrl))
  } catch (error) {
    terminal.say(`Записать не удалось: ${error instanceof Error ? error.message : 'неизвестная ошибка'}.`)
    return false
  }
  terminal.say(`Записано. Monitor возьмёт её из файла сам. ${secretText}`)
  return true
}

/** An earlier session of the same account, known from the monitor's database; without the database nothing is taken out of the file. */
async function isEarlier(line: string, { telegramId }: Account, databaseUrl: string | undefined): Promise<boolean> {
  if (databaseUrl === undefined || line.startsWith('#')) return false
  try {
    const { sessionKeyId } = await describeSession(line)
    return await withSessionRows(databaseUrl, (rows) => rows.isOf(sessionKeyId, telegramId))
  } catch {
    return false
  }
}
