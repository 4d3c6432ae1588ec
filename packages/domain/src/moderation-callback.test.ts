import { expect, test } from 'vitest'
import { moderationData, parseModeration } from './moderation-callback.js'

const postId = '019f0000-0000-7000-8000-000000000001'

test('what a button of a card says is read back, and nothing else is', () => {
  for (const decision of ['approve', 'refuse'] as const) expect(parseModeration(moderationData(decision, postId))).toEqual({ decision, postId })
  for (const data of ['', 'approve', 'approve:', `approve:${postId}x`, `approve: ${postId}`, `APPROVE:${postId}`, `publish:${postId}`, `approve:${postId.toUpperCase().replace('0', 'F')}`]) expect(parseModeration(data)).toBeNull()
})
