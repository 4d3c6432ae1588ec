import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from './database.js'
import { holdLease, type Lease } from './lease.js'
import { testDatabase, testLog, testService, until, type TestDatabase, type TestService } from './testkit/index.js'

let database: TestDatabase
const services: TestService[] = []

beforeAll(async () => {
  database = await testDatabase()
})
afterEach(async () => {
  for (const service of services.splice(0)) await service.close()
})
afterAll(() => database.close())

const times = { ttlMs: 1_000, renewEveryMs: 150 }

function aService(): TestService {
  const service = testService()
  services.push(service)
  return service
}

type Standby = { service: TestService; log: ReturnType<typeof testLog>; lease: () => Lease | null; isStandby: () => boolean }

function standBy(name: string, db: Database = database.db): Standby {
  const [service, log] = [aService(), testLog()]
  let lease: Lease | null = null
  let isStandby = false
  holdLease(service, db, log, { name, ...times, onStandby: () => (isStandby = true) }).then(
    (held) => (lease = held),
    () => {},
  )
  return { service, log, lease: () => lease, isStandby: () => isStandby }
}

/** As after SIGKILL: the row stays, nobody renews it. */
async function killHolder(name: string): Promise<void> {
  await database.db.$executeRaw`UPDATE "Lease" SET holder = 'a killed process', "expiresAt" = now() + interval '1 second' WHERE name = ${name}`
}

test('a second process stands by, says so once, and takes over when the first has closed', async () => {
  const first = standBy('closing')
  await until('the first holds', () => first.lease()?.isHeld())
  const second = standBy('closing')
  await until('the second stands by', () => second.isStandby())
  await first.service.close()
  await until('the second holds', () => second.lease()?.isHeld(), 1_000)
  expect(second.log.lines.filter((line) => line.message.startsWith('standing by'))).toHaveLength(1)
  expect(first.lease()?.isHeld()).toBe(false)
})

test('a second process takes over within the time to live after the first was killed', async () => {
  await database.db.$executeRaw`INSERT INTO "Lease" (name, holder, "renewedAt", "expiresAt") VALUES ('killed', 'a killed process', now(), now() + interval '1 second')`
  const second = standBy('killed')
  const killedAt = performance.now()
  await until('the second holds', () => second.lease()?.isHeld(), 3_000)
  expect(performance.now() - killedAt).toBeLessThan(times.ttlMs + times.renewEveryMs + 500)
  expect(second.lease()?.epoch).toBe(2)
})

test('of ten processes that start at once one holds', async () => {
  const all = Array.from({ length: 10 }, () => standBy('crowd'))
  await until('nine stand by', () => all.filter((one) => one.isStandby()).length === 9)
  expect(all.filter((one) => one.lease() !== null)).toHaveLength(1)
})

test('two leases of different names are held side by side', async () => {
  const [bot, scheduler] = [standBy('bot'), standBy('scheduler')]
  await until('both hold', () => bot.lease()?.isHeld() && scheduler.lease()?.isHeld())
  expect([bot.isStandby(), scheduler.isStandby()]).toEqual([false, false])
})

test('a renewed lease is kept beyond its time to live', async () => {
  const first = standBy('kept')
  const heldSince = await until('the first holds', () => first.lease() && performance.now())
  const second = standBy('kept')
  await until('twice the time to live has passed', () => performance.now() - heldSince > 2 * times.ttlMs)
  expect(first.lease()?.isHeld()).toBe(true)
  expect(second.lease()).toBeNull()
  expect(first.service.failures).toEqual([])
})

test('a holder whose lease was taken fails its service', async () => {
  const first = standBy('taken')
  await until('the first holds', () => first.lease()?.isHeld())
  await killHolder('taken')
  await until('it has failed', () => first.service.failures.length === 1)
  expect(first.lease()?.isHeld()).toBe(false)
})

test('a holder cut off from the database gives up before anybody else can hold', async () => {
  const db = openDatabase(database.url, 1)
  const first = standBy('cut off', db)
  await until('the first holds', () => first.lease()?.isHeld())
  const second = standBy('cut off')
  await until('the second stands by', () => second.isStandby())
  const blocked = db.$transaction((tx) => tx.$executeRaw`SELECT pg_sleep(2)`, { timeout: 5_000 }).catch(() => {})
  await until('the first has given up', () => first.service.failures.length === 1, 3_000)
  expect(first.lease()?.isHeld()).toBe(false)
  expect(second.lease()).toBeNull()
  await until('the second holds', () => second.lease()?.isHeld(), 3_000)
  await blocked
  await db.$disconnect()
})

test('a closed service neither holds its lease nor fails over a late renewal', async () => {
  const first = standBy('released')
  await until('the first holds', () => first.lease()?.isHeld())
  await first.service.close()
  expect(first.lease()?.isHeld()).toBe(false)
  await until('the lease is free', async () => (await database.db.$queryRaw<unknown[]>`SELECT 1 FROM "Lease" WHERE name = 'released' AND "expiresAt" <= now()`).length === 1)
  expect(first.service.failures).toEqual([])
})

test('a process told to stop while standing by stops waiting', async () => {
  const first = standBy('waiting')
  await until('the first holds', () => first.lease()?.isHeld())
  const service = aService()
  const waiting = holdLease(service, database.db, testLog(), { name: 'waiting', ...times })
  await service.close()
  await expect(waiting).rejects.toThrow(/abort/i)
})

test('a lease that is released while its service goes on is free at once', async () => {
  const first = standBy('given up')
  const lease = await until('the first holds', () => first.lease())
  const second = standBy('given up')
  await until('the second stands by', () => second.isStandby())
  await lease.release()
  await until('the second holds', () => second.lease()?.isHeld(), 1_000)
  expect(lease.isHeld()).toBe(false)
  await first.service.close()
  expect([first.service.failures, second.lease()?.isHeld()]).toEqual([[], true])
})

test('waiting for one lease can be ended without ending the service', async () => {
  const first = standBy('not wanted')
  await until('the first holds', () => first.lease()?.isHeld())
  const service = aService()
  const abort = new AbortController()
  const waiting = holdLease(service, database.db, testLog(), { name: 'not wanted', ...times, signal: abort.signal })
  abort.abort()
  await expect(waiting).rejects.toThrow(/abort/i)
  expect(service.signal.aborted).toBe(false)
})
