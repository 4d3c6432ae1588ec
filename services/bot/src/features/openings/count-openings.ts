import type { App } from '../../app.js'

const mostReaders = 20
const weekMs = 7 * 24 * 60 * 60 * 1000
const dayMs = 24 * 60 * 60 * 1000

export type Opener = { name: string; day: number; week: number }

/** Who opened the most contacts in the last seven days, and how many of them in the last 24 hours. */
export async function countOpenings(app: Pick<App, 'db' | 'now'>): Promise<Opener[]> {
  const now = app.now().getTime()
  const rows = await app.db.$queryRaw<{ telegramId: bigint; username: string | null; firstName: string | null; day: bigint; week: bigint }[]>`
    SELECT u."telegramId", u.username, u."firstName", count(*) AS week, count(*) FILTER (WHERE r."createdAt" > ${new Date(now - dayMs)}) AS day
    FROM "ContactRequest" r JOIN "User" u ON u.id = r."userId"
    WHERE r."createdAt" > ${new Date(now - weekMs)}
    GROUP BY u.id ORDER BY week DESC, u.id LIMIT ${mostReaders}`
  return rows.map(({ telegramId, username, firstName, day, week }) => ({ name: username === null ? `${firstName ?? ''} (${telegramId})`.trim() : `@${username}`, day: Number(day), week: Number(week) }))
}
