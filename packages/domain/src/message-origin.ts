import { z } from 'zod'

const link = z.object({ text: z.string(), url: z.string() })

/** Everything beside the plain text in which a message can carry a contact. Serialisable as JSON; absent lists are empty. */
export const messageOrigin = z.object({
  links: z.array(link).default([]),
  mentions: z.array(z.object({ text: z.string(), userId: z.string().optional() })).default([]),
  buttons: z.array(link).default([]),
  forwardedFrom: z
    .object({ name: z.string().optional(), username: z.string().optional(), channelId: z.string().optional(), messageId: z.number().int().optional() })
    .optional(),
  author: z.string().optional(),
  /** The group in which the post is discussed, by its id. */
  discussionId: z.string().optional(),
  /** Telegram's ids of the photos and files; by them a replaced one is known. Absent in origins stored before they were kept. */
  fileIds: z.array(z.string()).optional(),
  contactCards: z.array(z.object({ phone: z.string(), firstName: z.string().optional() })).default([]),
})

export type MessageOrigin = z.output<typeof messageOrigin>
