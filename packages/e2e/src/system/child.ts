import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export type Child = {
  name: string
  pid: number
  lines: string[]
  /** Resolves with the exit code, or the signal that ended it. */
  ended: Promise<number | string>
  isRunning(): boolean
  kill(signal: NodeJS.Signals): Promise<number | string>
}

/** Starts one Node process with exactly these settings (and the PATH); its output lines are kept, the newest 20,000. */
export function startChild(options: { name: string; script: string; env: Record<string, string>; onLine?: (line: string) => void }): Child {
  const child = spawn(process.execPath, ['--enable-source-maps', options.script], {
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      if (lines.length > 20_000) lines.shift()
      options.onLine?.(line)
    })
  }
  const { promise: ended, resolve } = Promise.withResolvers<number | string>()
  child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  child.once('error', (error) => {
    lines.push(error.message)
    resolve('not started')
  })
  return {
    name: options.name,
    pid: child.pid ?? 0,
    lines,
    ended,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    kill(signal) {
      child.kill(signal)
      return ended
    },
  }
}
