import { defaultSettings, moscowDayStart, parseSettings, type ContactCardPost, type ContactRequestState, type Settings } from '@cars-bot/domain'
import type { Plan, PostStatus } from '@cars-bot/platform'
import type { App } from '../../app.js'

export type LoadedRequest = {
  post: (ContactCardPost & { id: string; status: PostStatus }) | null
  state: Omit<ContactRequestState, 'settings' | 'user'> & { user: ContactRequestState['user'] & { wantedPostId: string | null }; settings: Settings }
}

type Row = {
  isBlocked: boolean
  freeContactsUsed: number
  trialStartedAt: Date | null
  wantedPostId: string | null
  settings: string | null
  openedToday: number
  plan: Plan | null
  startsAt: Date | null
  endsAt: Date | null
  isFree: boolean | null
  postId: string | null
  status: PostStatus
  messageId: number
  hasSourceMedia: boolean
  channelUsername: string | null
  channelTelegramId: bigint | null
  channelPhone: Uint8Array | null
  channelSeller: string | null
  carId: string | null
  brand: string | null
  model: string | null
  year: number | null
  priceKopecks: bigint | null
  contactId: string | null
  phone: Uint8Array | null
  seller: string | null
  other: string | null
  deliveries: { chatId: string; messageIds: number[]; withMedia: boolean }[] | null
}

/** All that a request for contacts is decided on and answered with, in one statement: this is the bot's busiest path. The user must exist. */
export async function loadRequest(app: Pick<App, 'db' | 'now'>, { userId, publicId }: { userId: string; publicId: string }): Promise<LoadedRequest> {
  const now = app.now()
  const [row] = await app.db.$queryRaw<Row[]>`
    SELECT u."isBlocked", u."freeContactsUsed", u."trialStartedAt", u."wantedPostId",
      (SELECT json_object_agg(key, value)::text FROM "Setting") AS settings,
      (SELECT count(*)::int FROM "ContactRequest" c WHERE c."userId" = u.id AND c."createdAt" >= ${moscowDayStart(now)}) AS "openedToday",
      s.plan, s."startsAt", s."endsAt", r."isFree",
      p.id AS "postId", p.status, p."messageId", p."hasSourceMedia",
      ch.username AS "channelUsername", ch."telegramId" AS "channelTelegramId", ch."phoneCiphertext" AS "channelPhone", ch."sellerTelegramUsername" AS "channelSeller",
      car.id AS "carId", car.brand, car.model, car.year, car."priceKopecks",
      sc.id AS "contactId", sc."phoneCiphertext" AS phone, sc."telegramUsername" AS seller, sc."otherContacts" AS other,
      (SELECT json_agg(json_build_object('chatId', d."chatId"::text, 'messageIds', d."messageIds", 'withMedia', d."withMedia")) FROM "Delivery" d WHERE d."postId" = p.id AND d.status = 'SENT') AS deliveries
    FROM "User" u
    LEFT JOIN LATERAL (
      SELECT plan, "startsAt", "endsAt" FROM "Subscription"
      WHERE "userId" = u.id AND "isActive" AND plan <> 'FREE' AND "startsAt" <= ${now} AND "endsAt" > ${now} LIMIT 1) s ON true
    LEFT JOIN "Post" p ON p."publicId" = ${publicId}
    LEFT JOIN "Channel" ch ON ch.id = p."channelId"
    LEFT JOIN "Car" car ON car."postId" = p.id
    LEFT JOIN "SellerContact" sc ON sc."postId" = p.id
    LEFT JOIN "ContactRequest" r ON r."userId" = u.id AND r."postId" = p.id
    WHERE u.id = ${userId}::uuid`
  if (!row) throw new Error(`there is no user ${userId}`)
  const { isBlocked, freeContactsUsed, trialStartedAt, wantedPostId, plan, startsAt, endsAt, isFree, openedToday } = row
  return {
    post: postOf(row, publicId),
    state: {
      user: { isBlocked, freeContactsUsed, trialStartedAt, wantedPostId },
      current: plan && startsAt && endsAt ? { plan, startsAt, endsAt, isActive: true } : null,
      earlier: isFree === null ? null : { isFree },
      openedToday,
      settings: settingsOf(row.settings ?? '{}'),
      now,
    },
  }
}

let lastSettings = { text: '{}', settings: defaultSettings }

/** They change once in a while, and are read at every request. */
function settingsOf(text: string): Settings {
  if (text !== lastSettings.text) lastSettings = { text, settings: parseSettings(rowsOf(text)).settings }
  return lastSettings.settings
}

/** The text is the object of names and values that the statement above makes of two columns of text. */
function rowsOf(text: string): Record<string, string> {
  return JSON.parse(text) as Record<string, string>
}

function postOf(row: Row, publicId: string): LoadedRequest['post'] {
  if (row.postId === null) return null
  const { postId: id, status, messageId, hasSourceMedia, brand, model, year, priceKopecks } = row
  return {
    id,
    publicId,
    status,
    messageId,
    hasSourceMedia,
    channel: { username: row.channelUsername, telegramId: row.channelTelegramId, phoneCiphertext: row.channelPhone, sellerTelegramUsername: row.channelSeller },
    car: row.carId === null ? null : { brand, model, year, priceKopecks },
    sellerContact: row.contactId === null ? null : { phoneCiphertext: row.phone, telegramUsername: row.seller, otherContacts: row.other },
    deliveries: (row.deliveries ?? []).map(({ chatId, ...delivery }) => ({ ...delivery, chatId: BigInt(chatId) })),
  }
}
