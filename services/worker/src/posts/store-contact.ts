import { hasContacts, type SellerContacts } from '@cars-bot/domain'
import type { Transaction } from '@cars-bot/platform'
import type { App } from '../app.js'
import type { PostWithChannel } from './outcome-of.js'

/**
 * Writes the ways to the seller. The owner's phone and Telegram for a channel win over what the post says; other ways are kept only where there is neither.
 * Contacts that the ad names no more are forgotten.
 */
export async function storeContact(app: Pick<App, 'phones'>, tx: Transaction, { post, contacts }: { post: PostWithChannel; contacts: SellerContacts }): Promise<void> {
  const { channel } = post
  const [phone] = contacts.phones
  const fromPost = phone ? { phoneCiphertext: app.phones.encrypt(phone), phoneHash: app.phones.hash(phone) } : { phoneCiphertext: null, phoneHash: null }
  const ownPhone = channel.phoneCiphertext && channel.phoneHash ? { phoneCiphertext: channel.phoneCiphertext, phoneHash: channel.phoneHash } : null
  const telegramUsername = channel.sellerTelegramUsername ?? contacts.telegramUsernames[0] ?? null
  if (!ownPhone && !telegramUsername && !hasContacts(contacts)) {
    await tx.sellerContact.deleteMany({ where: { postId: post.id } })
    return
  }
  const phoneColumns = ownPhone ?? fromPost
  const otherContacts = phoneColumns.phoneHash === null && telegramUsername === null ? contacts.other.join('\n').slice(0, 500) : null
  const data = { ...phoneColumns, telegramUsername, otherContacts }
  await tx.sellerContact.upsert({ where: { postId: post.id }, create: { postId: post.id, ...data }, update: data })
}
