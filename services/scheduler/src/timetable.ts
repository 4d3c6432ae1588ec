import type { TimetableEntry } from '@cars-bot/platform'

const secondMs = 1_000
const hourMs = 3_600_000

/**
 * When each periodic job runs. Channels come from the sheet every 30 s, so that one added there is watched within 60 s, joining included.
 * The next run of a job is laid down when the present one starts, so runs missed while no worker was there don't pile up.
 */
export const timetable: readonly TimetableEntry[] = [
  { name: 'syncChannels', everyMs: 30 * secondMs },
  { name: 'syncSubscribers', everyMs: 120 * secondMs },
  { name: 'updateAnalytics', everyMs: hourMs },
  { name: 'updateChannelStatistics', everyMs: hourMs },
  { name: 'expireSubscriptions', everyMs: 60 * secondMs },
  { name: 'requeueStuckPosts', everyMs: 30 * secondMs },
  { name: 'requeueModeration', everyMs: 30 * secondMs },
  { name: 'requeueStuckNotices', everyMs: 30 * secondMs },
  { name: 'resumeBroadcasts', everyMs: 30 * secondMs },
  { name: 'tellFavourites', everyMs: 60 * secondMs },
  { name: 'requeueMatching', everyMs: 60 * secondMs },
  { name: 'recheckPayments', everyMs: 60 * secondMs },
  { name: 'renewSubscriptions', everyMs: 60 * secondMs },
  { name: 'announceEndings', everyMs: 600 * secondMs },
  { name: 'compareRegisters', pattern: '0 5 * * *', timeZone: 'Europe/Moscow' },
  { name: 'cleanUp', pattern: '30 3 * * *', timeZone: 'Europe/Moscow' },
]
