import { z } from 'zod'

const none = z.object({})
const post = z.object({ postId: z.uuid() })

/**
 * Every job there is: its queue and its payload. Payloads hold ids only; new fields are optional, so that a job enqueued by the
 * previous build is still understood.
 */
export const catalog = {
  processPost: { queue: 'ai', payload: post },
  publishPost: { queue: 'telegram', payload: post },
  updateListing: { queue: 'listings', payload: post },
  withdrawListing: { queue: 'listings', payload: post },
  showModeration: { queue: 'moderation', payload: post },
  requeueModeration: { queue: 'moderation', payload: none },
  matchAlerts: { queue: 'alerts', payload: post },
  tellFavourites: { queue: 'alerts', payload: none },
  requeueMatching: { queue: 'alerts', payload: none },
  sendBroadcast: { queue: 'broadcasts', payload: z.object({ broadcastId: z.uuid() }) },
  resumeBroadcasts: { queue: 'broadcasts', payload: none },
  settlePayment: { queue: 'payments', payload: z.object({ paymentId: z.uuid() }) },
  settleRefunds: { queue: 'payments', payload: z.object({ paymentId: z.uuid() }) },
  notifyUser: { queue: 'notices', payload: z.object({ noticeId: z.uuid() }) },
  expireSubscriptions: { queue: 'subscriptions', payload: none },
  syncChannels: { queue: 'sheets', payload: none },
  syncSubscribers: { queue: 'sheets', payload: none },
  updateChannelStatistics: { queue: 'sheets', payload: none },
  updateAnalytics: { queue: 'sheets', payload: none },
  requeueStuckPosts: { queue: 'maintenance', payload: none },
  requeueStuckNotices: { queue: 'maintenance', payload: none },
  recheckPayments: { queue: 'maintenance', payload: none },
  renewSubscriptions: { queue: 'subscriptions', payload: none },
  announceEndings: { queue: 'subscriptions', payload: none },
  compareRegisters: { queue: 'maintenance', payload: none },
  cleanUp: { queue: 'maintenance', payload: none },
} as const satisfies Record<string, { queue: string; payload: z.ZodType }>

export type JobName = keyof typeof catalog
export type JobPayload<N extends JobName> = z.infer<(typeof catalog)[N]['payload']>
export type QueueName = (typeof catalog)[JobName]['queue']

export const jobNames = keysOf(catalog)
export const queueNames = [...new Set(jobNames.map((name) => catalog[name].queue))]

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(catalog, name)
}

/** Attempts and exponential backoff by queue; jobs of the timetable come again by themselves and need few. */
export const queuePolicy: Record<QueueName, { attempts: number; backoffMs: number; concurrency: number }> = {
  ai: { attempts: 8, backoffMs: 2_000, concurrency: 8 },
  telegram: { attempts: 10, backoffMs: 2_000, concurrency: 2 },
  listings: { attempts: 10, backoffMs: 2_000, concurrency: 2 },
  moderation: { attempts: 8, backoffMs: 2_000, concurrency: 1 },
  alerts: { attempts: 8, backoffMs: 1_000, concurrency: 2 },
  payments: { attempts: 12, backoffMs: 1_000, concurrency: 8 },
  broadcasts: { attempts: 8, backoffMs: 2_000, concurrency: 2 },
  notices: { attempts: 8, backoffMs: 2_000, concurrency: 4 },
  subscriptions: { attempts: 3, backoffMs: 5_000, concurrency: 1 },
  sheets: { attempts: 3, backoffMs: 5_000, concurrency: 1 },
  maintenance: { attempts: 3, backoffMs: 5_000, concurrency: 1 },
}

/** Object.keys of an object literal has exactly its keys. */
function keysOf<T extends object>(object: T): (keyof T)[] {
  return Object.keys(object) as (keyof T)[]
}
