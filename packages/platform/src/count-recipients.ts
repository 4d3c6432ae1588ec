import type { Database } from './database.js'

/** What stands as the reason of one whose sending was cut off. */
export const cutOffReason = 'cut off while being sent, may have arrived'

/** How many people a broadcast is for and what became of it. */
export async function countRecipients(db: Database, broadcastId: string): Promise<{ total: number; sent: number; refused: number; unknown: number }> {
  const groups = await db.broadcastRecipient.groupBy({ by: ['status', 'statusReason'], where: { broadcastId }, _count: true })
  const count = (isCounted: (group: (typeof groups)[number]) => boolean): number => groups.filter(isCounted).reduce((sum, group) => sum + group._count, 0)
  return {
    total: count(() => true),
    sent: count(({ status }) => status === 'SENT'),
    refused: count(({ status, statusReason }) => status === 'SKIPPED' && statusReason !== cutOffReason),
    unknown: count(({ status, statusReason }) => status === 'SKIPPED' && statusReason === cutOffReason),
  }
}
