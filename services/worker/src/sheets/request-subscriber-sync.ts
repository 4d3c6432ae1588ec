import type { Jobs } from '@cars-bot/platform'

/** Has the subscribers' tab synced at once, so that the owner sees a payment in seconds. Not added while one waits or runs; what that one misses comes with the timetable's next. */
export async function requestSubscriberSync(jobs: Jobs): Promise<void> {
  await jobs.enqueue('syncSubscribers', {}, { dedupeKey: 'syncSubscribers' })
}
