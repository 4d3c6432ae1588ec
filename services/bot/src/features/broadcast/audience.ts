import { russianReaders, type Language } from '@cars-bot/domain'
import { Prisma, type BroadcastAudience } from '@cars-bot/platform'

export type Audience = { audience: BroadcastAudience; language: Language | null }

/** Ids of the people a broadcast goes to: those who get messages at all, by their subscription now, by the language they are written to in. */
export function audienceQuery({ audience, language }: Audience, now: Date): Prisma.Sql {
  return Prisma.sql`SELECT u.id FROM "User" u WHERE NOT u."isBlocked" AND NOT u."hasBlockedBot" AND ${bySubscription(audience, now)} AND ${byLanguage(language)}`
}

function bySubscription(audience: BroadcastAudience, now: Date): Prisma.Sql {
  const paid = Prisma.sql`SELECT 1 FROM "Subscription" s WHERE s."userId" = u.id AND s.plan <> 'FREE'`
  const running = Prisma.sql`EXISTS (${paid} AND s."isActive" AND s."startsAt" <= ${now} AND s."endsAt" > ${now})`
  switch (audience) {
    case 'ALL':
      return Prisma.sql`true`
    case 'SUBSCRIBERS':
      return running
    case 'ENDED':
      return Prisma.sql`EXISTS (${paid}) AND NOT ${running}`
  }
}

/** As domain `languageOf` tells it. */
function byLanguage(language: Language | null): Prisma.Sql {
  if (language === null) return Prisma.sql`true`
  const base = Prisma.sql`lower(split_part(COALESCE(u."languageCode", ''), '-', 1))`
  return Prisma.sql`CASE WHEN u.language IN ('ru', 'en') THEN u.language WHEN ${base} = '' OR ${base} = ANY(${[...russianReaders]}::text[]) THEN 'ru' ELSE 'en' END = ${language}`
}
