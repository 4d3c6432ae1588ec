import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** Ctrl-C. */
export class InterruptedError extends Error {
  override name = 'InterruptedError'
}

/** A question was asked, and nobody is there to answer it. */
export class InputEndedError extends Error {
  override name = 'InputEndedError'
}

export type Terminal = {
  isScreen: boolean
  say(text: string): void
  /** The line typed, without spaces around it. Rejects with `InputEndedError` when the input is over. */
  ask(question: string): Promise<string>
  /** The same, but what is typed is not shown. */
  askHidden(question: string): Promise<string>
  /** Never resolves; rejects with `InterruptedError` at Ctrl-C. */
  interrupted: Promise<never>
  close(): void
}

/**
 * Questions and answers on stdin and stdout. Lines that come before their question are kept for it, so that answers may be piped in; what is
 * typed shows only while a question that is not hidden waits.
 */
export function openTerminal(): Terminal {
  const { promise: interrupted, reject: interrupt } = Promise.withResolvers<never>()
  interrupted.catch(() => {})
  const early: string[] = []
  let waiting: PromiseWithResolvers<string> | null = null
  let isOver = false
  let isShown = false
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (isShown) process.stdout.write(chunk)
      done()
    },
  })
  const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY, historySize: 0 })
  const onInterrupt = (): void => interrupt(new InterruptedError('interrupted'))
  lines.on('SIGINT', onInterrupt)
  process.on('SIGINT', onInterrupt)
  lines.on('line', (line) => {
    if (waiting) waiting.resolve(line)
    else early.push(line)
    waiting = null
  })
  lines.on('close', () => {
    isOver = true
    waiting?.reject(new InputEndedError('the input is over'))
  })
  return { isScreen: process.stdout.isTTY, say, ask: (question) => ask(question, true), askHidden: (question) => ask(question, false), interrupted, close: () => lines.close() }

  async function ask(question: string, isVisible: boolean): Promise<string> {
    isShown = isVisible
    if (!isVisible) process.stdout.write(question)
    lines.setPrompt(isVisible ? question : '')
    if (!isOver) lines.prompt()
    try {
      return (await nextLine()).trim()
    } finally {
      isShown = false
      if (!isVisible || !process.stdin.isTTY) process.stdout.write('\n')
    }
  }

  async function nextLine(): Promise<string> {
    const line = early.shift()
    if (line !== undefined) return line
    if (isOver) throw new InputEndedError('the input is over')
    waiting = Promise.withResolvers<string>()
    return await waiting.promise
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
