import { setTimeout as delay } from 'node:timers/promises'

/** The first value of `probe` that is neither null, undefined nor false; asked every 25 ms until `timeoutMs`, then an error that names what was awaited. */
export async function until<T>(what: string, probe: () => T | Promise<T>, timeoutMs = 10_000): Promise<Exclude<Awaited<T>, null | undefined | false>> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const value = await probe()
    if (isPresent(value)) return value
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`)
    await delay(25)
  }
}

/** Waits until `ping` no longer throws. */
export async function untilReady(what: string, ping: () => Promise<void>, timeoutMs: number): Promise<void> {
  let lastError: unknown = null
  const probe = async (): Promise<boolean> => {
    try {
      await ping()
      return true
    } catch (error) {
      lastError = error
      return false
    }
  }
  await until(what, probe, timeoutMs).catch((error: unknown) => {
    throw new Error(error instanceof Error ? error.message : what, { cause: lastError })
  })
}

function isPresent<T>(value: T): value is Exclude<T, null | undefined | false> {
  return value !== null && value !== undefined && value !== false
}
