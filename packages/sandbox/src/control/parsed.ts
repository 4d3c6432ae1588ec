import type { z } from 'zod'
import { ControlFailure } from './failure.js'

/** The body of a control call by its schema; 400 names each wrong field. */
export function parsed<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body ?? {})
  if (result.success) return result.data
  throw new ControlFailure(400, result.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; '))
}
