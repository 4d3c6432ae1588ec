import type { App } from '../../app.js'

/** Notes who invited a person: once, nobody themselves, and only those who have never paid. */
export async function acceptReferral(app: App, { userId, code }: { userId: string; code: string }): Promise<void> {
  const inviter = await app.db.user.findUnique({ where: { referralCode: code }, select: { id: true, referredById: true } })
  if (!inviter || inviter.id === userId || inviter.referredById === userId) return
  const noted = await app.db.user.updateMany({ where: { id: userId, referredById: null, payments: { none: { status: 'SUCCEEDED' } } }, data: { referredById: inviter.id } })
  if (noted.count > 0) app.log.info('invitation noted', { userId, inviterId: inviter.id })
}
