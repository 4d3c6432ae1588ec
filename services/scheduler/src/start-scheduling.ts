import { holdLease, type Database, type Jobs, type Log, type Service } from '@cars-bot/platform'
import { keepTimetable } from './keep-timetable.js'
import { timetable } from './timetable.js'

export type SchedulingInput = { db: Database; jobs: Jobs; log: Log; setState: (state: 'standby' | 'running') => void; reapplyEveryMs?: number }

/** Waits until this process alone is the scheduler, then keeps the timetable in Redis. */
export async function startScheduling(service: Service, { db, jobs, log, setState, reapplyEveryMs = 600_000 }: SchedulingInput): Promise<void> {
  await holdLease(service, db, log, { name: 'scheduler', onStandby: () => setState('standby') })
  await keepTimetable(service, { jobs, log, timetable, reapplyEveryMs })
  setState('running')
}
