import { SessionLostError } from '@cars-bot/adapters/mtproto'
import type { MonitorApp } from '../app.js'

type Whose = { sessionKeyId: string; telegramId: bigint }

/** Notes that a session works and whose it is. Throws `SessionLostError` (ACCOUNT_CHANGED) when it was somebody else's before: its channels and access hashes belong to the account. */
export async function admitAccount({ db }: Pick<MonitorApp, 'db'>, { sessionKeyId, telegramId }: Whose): Promise<void> {
  const known = await db.readingAccount.findUnique({ where: { sessionKeyId } })
  if (known && known.telegramId !== null && known.telegramId !== telegramId) throw new SessionLostError('ACCOUNT_CHANGED')
  const working = { telegramId, status: 'WORKING', statusCode: null, parkedAt: null } as const
  await db.readingAccount.upsert({ where: { sessionKeyId }, create: { sessionKeyId, ...working }, update: working })
}

/**
 * Gives a session what an earlier one of the same account has left: its channels, which need no new look-up because access hashes belong to the
 * account, and the waits Telegram asked for. `inUse` are sessions that keep theirs. True when there was something to give.
 */
export async function inheritChannels({ db, log }: Pick<MonitorApp, 'db' | 'log'>, { sessionKeyId, telegramId }: Whose, inUse: readonly string[]): Promise<boolean> {
  const earlier = await db.readingAccount.findMany({ where: { telegramId, sessionKeyId: { notIn: [...inUse, sessionKeyId] } }, select: { sessionKeyId: true } })
  if (earlier.length === 0) return false
  const theirs = { sessionKeyId: { in: earlier.map((row) => row.sessionKeyId) } }
  const [channels, waits] = await db.$transaction(async (tx) => {
    const moved = await tx.channel.updateMany({ where: theirs, data: { sessionKeyId } })
    const left = await tx.floodWait.findMany({ where: theirs })
    for (const { method, endsAt } of left) {
      const own = await tx.floodWait.findUnique({ where: { sessionKeyId_method: { sessionKeyId, method } } })
      const later = own && own.endsAt > endsAt ? own.endsAt : endsAt
      await tx.floodWait.upsert({ where: { sessionKeyId_method: { sessionKeyId, method } }, create: { sessionKeyId, method, endsAt: later }, update: { endsAt: later } })
    }
    await tx.floodWait.deleteMany({ where: theirs })
    return [moved.count, left.length]
  })
  if (channels > 0) log.info('channels taken over from an earlier session', { sessionKeyId, channels })
  return channels + waits > 0
}

/** Notes that a session is out of use. False when that was known with the same reason. */
export async function parkAccount({ db, now }: Pick<MonitorApp, 'db' | 'now'>, sessionKeyId: string, code: string): Promise<boolean> {
  const known = await db.readingAccount.findUnique({ where: { sessionKeyId } })
  if (known?.status === 'PARKED' && known.statusCode === code) return false
  const parked = { status: 'PARKED', statusCode: code, parkedAt: now() } as const
  await db.readingAccount.upsert({ where: { sessionKeyId }, create: { sessionKeyId, ...parked }, update: parked })
  return true
}

/** Why a session must not be used again, not even to see; null for one that may be tried. A frozen account may have been freed, a changed one changed back. */
export async function deadCodeOf({ db }: Pick<MonitorApp, 'db'>, sessionKeyId: string): Promise<string | null> {
  const row = await db.readingAccount.findUnique({ where: { sessionKeyId } })
  if (row?.status !== 'PARKED' || row.statusCode === null) return null
  return row.statusCode === 'ACCOUNT_CHANGED' || row.statusCode.startsWith('FROZEN_') ? null : row.statusCode
}
