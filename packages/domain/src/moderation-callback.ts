export type ModerationDecision = 'approve' | 'refuse'

const decisions: readonly ModerationDecision[] = ['approve', 'refuse']

/** Data of a button under an admin's card: `approve:<post id>`, 44 of the 64 bytes of the Bot API (core.telegram.org/bots/api#inlinekeyboardbutton). */
export function moderationData(decision: ModerationDecision, postId: string): string {
  return `${decision}:${postId}`
}

/** What such a button asks for; null for any other data. */
export function parseModeration(data: string): { decision: ModerationDecision; postId: string } | null {
  const decision = decisions.find((candidate) => data.startsWith(`${candidate}:`))
  if (!decision) return null
  const postId = data.slice(decision.length + 1)
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(postId) ? { decision, postId } : null
}
