import { saysSold } from '@cars-bot/domain'
import type { PostModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { readAd, type AdReading } from './read-ad.js'
import { modelAwayText } from './texts.js'

/** After so many failed tries with the model the rules decide alone. */
const mostModelAttempts = 5

/** Reads the whole ad, with the model while there is one and the car is not sold already; `attempts` counts this try. Throws what the call throws. */
export async function readPost(app: App, post: Pick<PostModel, 'id' | 'text' | 'attempts'>): Promise<AdReading> {
  if (saysSold(post.text)) return readAd(post.text, null)
  if (post.attempts <= mostModelAttempts || app.adReader === null) return readAd(post.text, app.adReader)
  const reading = await readAd(post.text, null)
  app.log.warn('post read without the model', { postId: post.id, attempts: post.attempts })
  return { ...reading, notes: [modelAwayText] }
}
