import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import type { Database } from './database.js'
import type { Log } from './log.js'
import type { Service } from './run-service.js'

export type Lease = {
  /** Grows with every change of holder. */
  epoch: number
  /** False from the moment on which another process might hold the lease. */
  isHeld(): boolean
  /** Lets others have it at once; the service's closing does the same. */
  release(): Promise<void>
}

export type LeaseOptions = {
  name: string
  ttlMs?: number
  renewEveryMs?: number
  onStandby?: () => void
  /** Ends the waiting, besides the service's own signal. */
  signal?: AbortSignal
}

/**
 * Waits until this process alone holds the lease `name`, and keeps renewing it. A second process stands by and says so once; it takes
 * over within `ttlMs` plus one `renewEveryMs` after the holder was killed, at once when the holder closed. A holder that could not renew
 * in time fails the service before anybody else can take over: the lease is counted from before the renewing query, by the database's clock.
 */
export async function holdLease(service: Service, db: Database, log: Log, options: LeaseOptions): Promise<Lease> {
  const { name, ttlMs = 9_000, renewEveryMs = 2_500 } = options
  const holder = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`
  const { epoch, askedAt } = await acquire(service, db, log, { ...options, ttlMs, renewEveryMs, holder })
  let heldUntil = askedAt + ttlMs * 0.8
  let isReleased = false
  const timer = setInterval(() => void renew(), renewEveryMs)
  // A slow acquiring has used up part of the time already.
  await renew()
  const watch = setInterval(() => {
    if (performance.now() > heldUntil) lose(new Error(`lease ${name} could not be renewed in time`))
  }, 250)
  service.onClose(`lease ${name}`, release)
  log.info('lease acquired', { lease: name, epoch })
  return { epoch, isHeld: () => performance.now() < heldUntil, release }

  async function release(): Promise<void> {
    if (isReleased) return
    stop()
    isReleased = true
    heldUntil = 0
    await db.$executeRaw`UPDATE "Lease" SET "expiresAt" = now() WHERE name = ${name} AND holder = ${holder}`
  }

  async function renew(): Promise<void> {
    const startedAt = performance.now()
    try {
      const renewed = await db.$executeRaw`
        UPDATE "Lease" SET "renewedAt" = now(), "expiresAt" = now() + make_interval(secs => ${ttlMs / 1000})
        WHERE name = ${name} AND holder = ${holder} AND "expiresAt" > now()`
      if (isReleased) return
      if (renewed === 1) heldUntil = Math.max(heldUntil, startedAt + ttlMs * 0.8)
      else lose(new Error(`lease ${name} was taken over`))
    } catch (error) {
      log.warn('lease not renewed', { lease: name, error })
    }
  }

  function lose(error: Error): void {
    stop()
    heldUntil = 0
    service.fail(error)
  }

  function stop(): void {
    clearInterval(timer)
    clearInterval(watch)
  }
}

async function acquire(
  service: Service,
  db: Database,
  log: Log,
  { name, ttlMs, renewEveryMs, holder, onStandby, ...options }: LeaseOptions & { ttlMs: number; renewEveryMs: number; holder: string },
): Promise<{ epoch: number; askedAt: number }> {
  const signal = options.signal ? AbortSignal.any([service.signal, options.signal]) : service.signal
  let isStandby = false
  for (;;) {
    signal.throwIfAborted()
    const askedAt = performance.now()
    const rows = await db.$queryRaw<{ epoch: number }[]>`
      INSERT INTO "Lease" (name, holder, "renewedAt", "expiresAt")
      VALUES (${name}, ${holder}, now(), now() + make_interval(secs => ${ttlMs / 1000}))
      ON CONFLICT (name) DO UPDATE
        SET holder = EXCLUDED.holder, epoch = "Lease".epoch + 1, "renewedAt" = EXCLUDED."renewedAt", "expiresAt" = EXCLUDED."expiresAt"
        WHERE "Lease"."expiresAt" <= now()
      RETURNING epoch`
    const [row] = rows
    if (row) return { epoch: row.epoch, askedAt }
    if (!isStandby) {
      isStandby = true
      log.info('standing by: another process holds the lease', { lease: name })
      onStandby?.()
    }
    await delay(renewEveryMs, undefined, { signal })
  }
}
