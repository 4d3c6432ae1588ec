import { z } from 'zod'
import type { Database } from '../database.js'

export type DeadLetterInput = { queue: string; name: string; payload: unknown; reason: string }

/** Keeps a job that this build could not understand, until somebody looks at it. */
export async function storeDeadLetter(db: Database, { queue, name, payload, reason }: DeadLetterInput): Promise<void> {
  const json = z.json().safeParse(payload)
  await db.deadLetter.create({ data: { queue, name, reason, payload: json.success && json.data !== null ? json.data : {} } })
}
