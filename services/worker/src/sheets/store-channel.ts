import { isUniqueViolation, type ChannelModel, type Prisma, type ProtectedContentPolicy } from '@cars-bot/platform'
import type { App } from '../app.js'
import type { MatchedRow } from './match-channels.js'

/** Brings one channel to what its row says; writes only what differs. Null when another writer has just taken the reference. */
export async function storeChannel(app: App, { row, channel }: MatchedRow): Promise<ChannelModel | null> {
  try {
    if (!channel) {
      const { isEnabled = false, keywords } = row.wish
      return await app.db.channel.create({ data: { reference: row.key, isEnabled, keywords, addedAt: app.now(), ...policyChange(row.wish, null), ...contactChanges(app, row.wish, null) } })
    }
    const changes: Prisma.ChannelUpdateInput = {
      ...(channel.reference === row.key ? {} : { reference: row.key }),
      ...enabledChanges(row.wish.isEnabled, channel),
      ...(isSameWords(row.wish.keywords, channel.keywords) ? {} : { keywords: row.wish.keywords }),
      ...policyChange(row.wish, channel),
      ...contactChanges(app, row.wish, channel),
    }
    if (Object.keys(changes).length === 0) return channel
    return await app.db.channel.update({ where: { id: channel.id }, data: changes })
  } catch (error) {
    if (isUniqueViolation(error)) return null
    throw error
  }
}

/** A channel switched on again is tried at once, whatever was wrong with it before. */
function enabledChanges(isEnabled: boolean | undefined, channel: ChannelModel): Prisma.ChannelUpdateInput {
  if (isEnabled === undefined || isEnabled === channel.isEnabled) return {}
  if (!isEnabled) return { isEnabled }
  return { isEnabled, nextAttemptAt: null, attempts: 0, ...(channel.status === 'UNAVAILABLE' ? { status: 'PENDING', statusReason: null } : {}) }
}

function isSameWords(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word, index) => word === other[index])
}

/** A blank cell decides nothing: what was decided before is written into it. */
function policyChange({ protectedContentPolicy: wish }: MatchedRow['row']['wish'], channel: ChannelModel | null): { protectedContentPolicy?: ProtectedContentPolicy } {
  return wish === undefined || wish === channel?.protectedContentPolicy ? {} : { protectedContentPolicy: wish }
}

type ContactChanges = { phoneCiphertext?: Uint8Array<ArrayBuffer> | null; phoneHash?: string | null; sellerTelegramUsername?: string | null }

function contactChanges({ phones }: Pick<App, 'phones'>, { phone, sellerTelegramUsername }: MatchedRow['row']['wish'], channel: ChannelModel | null): ContactChanges {
  const changes: ContactChanges = {}
  const phoneHash = phone ? phones.hash(phone) : phone
  if (phoneHash !== undefined && phoneHash !== (channel?.phoneHash ?? null)) {
    changes.phoneCiphertext = phone ? phones.encrypt(phone) : null
    changes.phoneHash = phoneHash
  }
  if (sellerTelegramUsername !== undefined && sellerTelegramUsername !== (channel?.sellerTelegramUsername ?? null)) changes.sellerTelegramUsername = sellerTelegramUsername
  return changes
}
