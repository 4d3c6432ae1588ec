import type { Log } from './log.js'

export type Service = {
  /** Registers what must be closed; closing runs in reverse order of registering. */
  onClose(name: string, close: () => unknown): void
  /** Ends the process with code 1 after closing everything, for faults that only a restart mends. */
  fail(error: unknown): void
  /** Aborted when closing begins. */
  signal: AbortSignal
}

/**
 * Runs one process: `start` opens and wires, then the process lives until SIGTERM, SIGINT or `fail`. Everything registered is closed in
 * reverse order within `closeDeadlineMs`; the process then exits, 0 after a signal, 1 after a failure.
 */
export async function runService(log: Log, start: (service: Service) => Promise<void>, closeDeadlineMs = 15_000): Promise<never> {
  const closers: { name: string; close: () => unknown }[] = []
  const abort = new AbortController()
  const { promise: ended, resolve: end } = Promise.withResolvers<number>()
  const fail = (error: unknown): void => {
    log.error('service failed', { error })
    end(1)
  }
  const service: Service = { onClose: (name, close) => closers.push({ name, close }), fail, signal: abort.signal }
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      log.info('signal received', { signal: name })
      end(0)
    })
  }
  process.on('unhandledRejection', fail)
  process.on('uncaughtException', fail)
  start(service).then(
    () => {
      if (!abort.signal.aborted) log.info('service started')
    },
    (error: unknown) => {
      if (!abort.signal.aborted) fail(error)
    },
  )
  const exitCode = await ended
  abort.abort()
  const deadline = setTimeout(() => {
    log.error('closing took too long', { closeDeadlineMs })
    process.exit(1)
  }, closeDeadlineMs)
  for (const { name, close } of closers.reverse()) {
    try {
      await close()
    } catch (error) {
      log.warn('closing failed', { part: name, error })
    }
  }
  clearTimeout(deadline)
  log.info('service stopped', { exitCode })
  process.exit(exitCode)
}
