import { setTimeout as delay } from 'node:timers/promises'

/** The result of `work`, or an error after `deadlineMs`: a queue waits for its Redis for ever, a person does not. The work itself goes on. */
export async function inTime<T>(work: Promise<T>, deadlineMs = 3_000): Promise<T> {
  const stop = new AbortController()
  const late = delay(deadlineMs, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`not done within ${deadlineMs} ms`)
  })
  late.catch(() => {})
  try {
    return await Promise.race([work, late])
  } finally {
    stop.abort()
  }
}
