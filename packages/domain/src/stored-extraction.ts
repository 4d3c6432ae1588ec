import { z } from 'zod'
import { postKinds } from './extraction/types.js'

/** What is kept of a reading beside the car: class and kind of the post, what was dropped and why, what rules and model disagree on. */
export const storedExtraction = z.object({
  class: z.enum(['SELLING', 'INFORMATIVE', 'ENTERTAINING']),
  kind: z.enum(postKinds),
  notes: z.array(z.string()),
  disagreements: z.array(z.string()),
})
