import type { Transaction } from '@cars-bot/platform'
import type { App } from '../app.js'
import { sameCarText } from './texts.js'

/** The posts behind one listing stand behind another from here on. */
export async function handOverDuplicates(tx: Transaction, { from, to }: { from: string; to: string }): Promise<void> {
  await tx.post.updateMany({ where: { duplicateOfId: from, id: { not: to } }, data: { duplicateOfId: to } })
}

/** A post that waits for a person gives way to one of the same car that needs nobody; false when somebody has decided on it meanwhile. */
export async function becomeOriginal(app: Pick<App, 'now'>, tx: Transaction, { postId, waitingId, evidence }: { postId: string; waitingId: string; evidence: string[] }): Promise<boolean> {
  const { count } = await tx.post.updateMany({
    where: { id: waitingId, status: 'MODERATION', isSplit: false },
    data: { status: 'DUPLICATE', statusReason: sameCarText(evidence), statusChangedAt: app.now(), duplicateOfId: postId, duplicateEvidence: evidence },
  })
  if (count === 0) return false
  await handOverDuplicates(tx, { from: waitingId, to: postId })
  return true
}
