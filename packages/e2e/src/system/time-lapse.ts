import { createRequire, syncBuiltinESMExports } from 'node:module'

/**
 * Preloaded into a process (`node --import`) it makes time run TIME_LAPSE times faster there, for dates and for timers, those of
 * node:timers/promises included. `performance.now` keeps to real time.
 */
const factor = Number(process.env['TIME_LAPSE'] ?? 1)
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

/** Divides the delay, the argument at `position`, of each of these functions. */
function hasten(owner: object, names: readonly string[], position: number): void {
  for (const name of names) {
    const real: unknown = Reflect.get(owner, name)
    if (typeof real !== 'function') throw new Error(`there is no ${name} to hasten`)
    const faster = (...parts: unknown[]): unknown => Reflect.apply(real, undefined, parts.with(position, Number(parts[position] ?? 0) / factor))
    Reflect.set(owner, name, Object.assign(faster, real))
  }
}
