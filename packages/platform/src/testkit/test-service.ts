import type { Log } from '../log.js'
import type { Service } from '../run-service.js'

export type TestService = Service & { close(): Promise<void>; failures: unknown[] }

/** A `Service` without a process: `fail` is recorded, `close` closes in reverse order. */
export function testService(): TestService {
  const closers: (() => unknown)[] = []
  const abort = new AbortController()
  const failures: unknown[] = []
  return {
    failures,
    signal: abort.signal,
    onClose: (_name, close) => void closers.push(close),
    fail: (error) => void failures.push(error),
    async close() {
      abort.abort()
      for (const close of closers.reverse()) await close()
    },
  }
}

export type LogLine = { level: string; message: string; fields: Record<string, unknown> }

/** A log that keeps its lines. */
export function testLog(): Log & { lines: LogLine[] } {
  const lines: LogLine[] = []
  const write = (level: string) => (message: string, fields: Record<string, unknown> = {}) => void lines.push({ level, message, fields })
  return { lines, info: write('info'), warn: write('warn'), error: write('error'), debug: write('debug') }
}
