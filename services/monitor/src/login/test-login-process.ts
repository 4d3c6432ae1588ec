import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { MtprotoServer } from '@cars-bot/sandbox'

export type LoginProcess = {
  /** Everything written so far, stdout and stderr. */
  seen(): string
  /** Resolves to all that was written once `text` is among it, after what `answer` came after; rejects when the process ends without. */
  until(text: string): Promise<string>
  answer(line: string): void
  endInput(): void
  interrupt(): void
  ended: Promise<number | null>
}

export type LoginProcessOptions = { server: MtprotoServer; env?: Record<string, string>; isOnTerminal?: boolean; proxy?: string }

const program = fileURLToPath(new URL('../../dist/login/main.js', import.meta.url))
const deadlineMs = 15_000

/** The command as it is built, as a process of its own that trusts the sandbox's server key. `isOnTerminal` gives it a pseudo-terminal by script(1), which Linux systems have. */
export function startLogin({ server, env = {}, isOnTerminal = false, proxy = `socks5://127.0.0.1:${server.port}` }: LoginProcessOptions): LoginProcess {
  const command = [process.execPath, '--import', trustModule(server), program]
  const [file = '', ...args] = isOnTerminal ? ['script', '--quiet', '--return', '--echo', 'never', '--command', command.map((word) => `'${word}'`).join(' '), '/dev/null'] : command
  const child = spawn(file, args, { env: { PATH: process.env['PATH'], TELEGRAM_API_ID: '1', TELEGRAM_API_HASH: '0'.repeat(32), TELEGRAM_PROXY: proxy, ...env } })
  let output = ''
  let from = 0
  let isOver = false
  const listeners = new Set<() => void>()
  const changed = (): void => listeners.forEach((tell) => tell())
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      changed()
    })
  }
  const ended = new Promise<number | null>((resolve) =>
    child.once('close', (code) => {
      isOver = true
      changed()
      resolve(code)
    }),
  )
  return {
    seen: () => output,
    async until(text) {
      const { promise, resolve, reject } = Promise.withResolvers<string>()
      const timer = setTimeout(() => reject(new Error(`«${text}» did not come within ${deadlineMs} ms after:\n${output}`)), deadlineMs)
      const look = (): void => {
        const at = output.indexOf(text, from)
        if (at >= 0) {
          from = at + text.length
          resolve(output)
        } else if (isOver) reject(new Error(`the process ended without «${text}»:\n${output}`))
      }
      listeners.add(look)
      look()
      return await promise.finally(() => {
        clearTimeout(timer)
        listeners.delete(look)
      })
    },
    answer: (line) => void child.stdin.write(`${line}${isOnTerminal ? '\r' : '\n'}`),
    endInput: () => void child.stdin.end(),
    interrupt: () => void (isOnTerminal ? child.stdin.write('\u0003') : child.kill('SIGINT')),
    ended,
  }
}

/** GramJS takes the keys of Telegram's servers from a map of its own, which no option reaches. */
function trustModule({ publicKey }: MtprotoServer): string {
  const adapters = createRequire(createRequire(import.meta.url).resolve('@cars-bot/adapters/mtproto'))
  const source = `
    import { createRequire } from 'node:module'
    const require = createRequire(${JSON.stringify(adapters.resolve('telegram'))})
    const bigInt = require('big-integer')
    require('telegram/crypto/RSA.js')._serverKeys.set('${publicKey.fingerprint}', { n: bigInt('${publicKey.n}'), e: ${publicKey.e} })`
  return `data:text/javascript,${encodeURIComponent(source).replaceAll("'", '%27')}`
}
