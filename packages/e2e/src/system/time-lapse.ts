import { createRequire, syncBuiltinESMExports } from 'node:module'

/**
 * Preloaded into a process (`node --import`) it makes time run TIME_LAPSE times faster there, for dates and for timers of fifteen seconds and
 * more, those of node:timers/promises included. Shorter ones guard calls, which don’t get faster, and `performance.now` keeps to real time.
 */
const factor = Number(process.env['TIME_LAPSE'] ?? 1)
const shortestHastenedMs = 15_000
const RealDate = Date
const startedAt = RealDate.now()
const now = (): number => startedAt + (RealDate.now() - startedAt) * factor

globalThis.Date = new Proxy(RealDate, {
  construct: (_target, parts: []) => (parts.length === 0 ? new RealDate(now()) : new RealDate(...parts)),
  get: (target, name): unknown => (name === 'now' ? now : Reflect.get(target, name)),
})

const require = createRequire(import.meta.url)
hasten(require('node:timers'), ['setTimeout', 'setInterval'], 1)
hasten(globalThis, ['setTimeout', 'setInterval'], 1)
hasten(require('node:timers/promises'), ['setTimeout', 'setInterval'], 0)
syncBuiltinESMExports()

/** Divides the longer delays, the argument at `position`, of each of these functions. */
function hasten(owner: object, names: readonly string[], position: number): void {
  for (const name of names) {
    const real: unknown = Reflect.get(owner, name)
    if (typeof real !== 'function') throw new Error(`there is no ${name} to hasten`)
    const faster = (...parts: unknown[]): unknown => {
      const delayMs = Number(parts[position] ?? 0)
      return Reflect.apply(real, undefined, delayMs >= shortestHastenedMs ? parts.with(position, delayMs / factor) : parts)
    }
    Reflect.set(owner, name, Object.assign(faster, real))
  }
}
