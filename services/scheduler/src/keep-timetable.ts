import { timetableAppliedAt, type Jobs, type Log, type Service, type TimetableEntry } from '@cars-bot/platform'

export type KeepTimetableInput = { jobs: Jobs; log: Log; timetable: readonly TimetableEntry[]; reapplyEveryMs: number }

/**
 * Writes the timetable to Redis now, and again every `reapplyEveryMs`, since Redis may have been emptied meanwhile. Writing it again puts
 * no job off. Throws when the first writing fails; a later failure is logged and made good at the next turn.
 */
export async function keepTimetable(service: Service, { jobs, log, timetable, reapplyEveryMs }: KeepTimetableInput): Promise<void> {
  await apply()
  log.info('timetable applied', { jobs: timetable.length })
  const timer = setInterval(() => void reapply(), reapplyEveryMs)
  service.onClose('timetable', () => clearInterval(timer))

  async function apply(): Promise<void> {
    await jobs.applyTimetable(timetable)
    timetableAppliedAt.setToCurrentTime()
  }

  async function reapply(): Promise<void> {
    try {
      await apply()
    } catch (error) {
      log.warn('timetable not applied', { error })
    }
  }
}
