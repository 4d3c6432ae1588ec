import { randomBytes } from 'node:crypto'
import { newPublicId } from '@cars-bot/domain'
import type { App } from '../../app.js'

/** A person's own invitation link; its code is made at the first wish and stays. */
export async function invitationLink(app: App, { userId }: { userId: string }): Promise<string> {
  await app.db.user.updateMany({ where: { id: userId, referralCode: null }, data: { referralCode: newPublicId(randomBytes(9)) } })
  const { referralCode } = await app.db.user.findUniqueOrThrow({ where: { id: userId }, select: { referralCode: true } })
  return `https://t.me/${app.botUsername}?start=ref_${referralCode}`
}
