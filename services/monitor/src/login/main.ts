import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { RateLimitedError } from '@cars-bot/adapters/errors'
import { logIn, openUserSession, SessionLostError } from '@cars-bot/adapters/mtproto'
import { mtprotoEnv, readEnv, SettingsError } from '@cars-bot/platform'
import { sessionLostText } from '../texts.js'

const { TELEGRAM_API_ID, TELEGRAM_API_HASH, TELEGRAM_PROXY } = mtprotoEnv

/** `make login`: logs a reading account in and prints its session string; with CHECK=1 says whose a string is and whether it works. */
async function main(): Promise<number> {
  const env = readEnv('make login', { TELEGRAM_API_ID, TELEGRAM_API_HASH, TELEGRAM_PROXY })
  const connection = { apiId: env.TELEGRAM_API_ID, apiHash: env.TELEGRAM_API_HASH, proxy: env.TELEGRAM_PROXY }
  const terminal = openTerminal()
  try {
    if (process.env['CHECK']) {
      say('Остановите monitor на время проверки: сессией, открытой в двух местах сразу, больше нельзя будет пользоваться.')
      return await check(connection, await terminal.askHidden('Строка сессии (не показывается): '))
    }
    const { session, account } = await logIn(connection, {
      phone: () => terminal.ask('Номер телефона, например +79000000001: '),
      code: () => terminal.ask('Код из Telegram: '),
      password: (hint) => terminal.askHidden(`Пароль двухэтапной проверки${hint ? ` (подсказка: ${hint})` : ''}: `),
      onFault: (message) => say(`Telegram не принял ответ: ${message}. Попробуйте ещё раз.`),
    })
    say(`Вошли как ${account.firstName ?? ''} (id ${account.telegramId}).`)
    say('Это секрет: с этой строкой можно войти в аккаунт. Впишите её в TELEGRAM_SESSIONS и больше нигде не используйте.')
    say('')
    say(`TELEGRAM_SESSIONS=${session}`)
    return 0
  } finally {
    terminal.close()
  }
}

async function check(connection: { apiId: number; apiHash: string; proxy: string | undefined }, session: string): Promise<number> {
  const nothing = (): void => {}
  const opened = await openUserSession({ ...connection, session, log: { debug: nothing }, onUpdate: nothing, onConnectionChange: nothing, onLost: nothing })
  try {
    const account = await opened.connect()
    say(`Сессия работает: ${account.firstName ?? ''} (id ${account.telegramId}).`)
    return 0
  } finally {
    await opened.close()
  }
}

type Terminal = { ask(question: string): Promise<string>; askHidden(question: string): Promise<string>; close(): void }

/** What is typed after a hidden question is not echoed. */
function openTerminal(): Terminal {
  let isHidden = false
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!isHidden) process.stdout.write(chunk)
      done()
    },
  })
  const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY })
  return {
    ask: async (question) => (await lines.question(question)).trim(),
    async askHidden(question) {
      process.stdout.write(question)
      isHidden = true
      try {
        return (await lines.question('')).trim()
      } finally {
        isHidden = false
        process.stdout.write('\n')
      }
    },
    close: () => lines.close(),
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

try {
  process.exit(await main())
} catch (error) {
  if (error instanceof SettingsError) process.stderr.write(`${error.message}\n`)
  else if (error instanceof SessionLostError) process.stderr.write(`${sessionLostText(error.code)}\n`)
  else if (error instanceof RateLimitedError) process.stderr.write(`Telegram просит подождать ${Math.ceil(error.retryAfterMs / 1000)} с, потом попробуйте снова.\n`)
  else process.stderr.write(`Не получилось: ${error instanceof Error ? error.message : 'неизвестная ошибка'}\n`)
  process.exit(1)
}
