import type { Transaction } from '@cars-bot/platform'

/** Adds one to a counter of the Moscow day. */
export async function countDaily(tx: Pick<Transaction, '$executeRaw'>, name: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "DailyCounter" (day, name, count) VALUES ((${now}::timestamptz AT TIME ZONE 'Europe/Moscow')::date, ${name}, 1)
    ON CONFLICT (day, name) DO UPDATE SET count = "DailyCounter".count + 1`
}
