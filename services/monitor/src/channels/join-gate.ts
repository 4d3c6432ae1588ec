import type { MonitorApp } from '../app.js'

export type JoinGate = {
  /** True when the account may join a channel now. */
  isOpen(): Promise<boolean>
  /** Whatever became of it, a join was asked for. */
  passed(): void
}

const dayMs = 24 * 3_600_000

/**
 * Joins are what accounts are banned for: one in `joinIntervalMs` to twice that, at random, and `joinsPerDay` in any 24 hours. Both are counted from
 * the table, so that a restart begins nothing anew; what a person joined by hand counts as well.
 */
export function createJoinGate({ db, times, now }: Pick<MonitorApp, 'db' | 'times' | 'now'>, sessionKeyId: string, random: () => number = Math.random): JoinGate {
  let triedAt = 0
  let pauseMs = newPause()
  return {
    async isOpen() {
      const at = now().getTime()
      if (at < triedAt + pauseMs) return false
      const joined = await db.channel.findMany({ where: { sessionKeyId, joinedAt: { gt: new Date(at - dayMs) } }, orderBy: { joinedAt: 'desc' }, select: { joinedAt: true } })
      if (joined.length >= times.joinsPerDay) return false
      return at >= (joined[0]?.joinedAt?.getTime() ?? 0) + pauseMs
    },
    passed() {
      triedAt = now().getTime()
      pauseMs = newPause()
    },
  }

  function newPause(): number {
    return times.joinIntervalMs * (1 + random())
  }
}
