import { saysSold, type Settings } from '@cars-bot/domain'
import type { PostModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { ownWords } from '../reading/channel-phrases.js'
import { hashedText, knownReading } from '../reading/known-reading.js'
import { isBudgetSpent } from '../reading/is-budget-spent.js'
import { ModelAway, watchedReader } from '../reading/watched-reader.js'
import { needsModel, readAd, type AdReading } from './read-ad.js'
import { budgetSpentText, budgetWaitText, modelAwayText } from './texts.js'

export type PostReading = { kind: 'read'; reading: AdReading } | { kind: 'waits'; reason: string }

type ReadablePost = Pick<PostModel, 'channelId' | 'text' | 'attempts' | 'createdAt' | 'editedAt'>

/** After so many failed tries with the model an ad that has waited as long as for a model that is away is read by rules. */
const mostModelAttempts = 5

/**
 * Reads a whole ad, without the channel's standing phrases: a text that was read before costs no call, a clear non-ad and a sold car neither. Without the model – no
 * budget left, or away too long – by rules, with a note; or not now, where the owner chose so. `attempts` counts this try. Throws what is worth trying again.
 */
export async function readPost(app: App, post: ReadablePost, settings: Settings): Promise<PostReading> {
  const [text = post.text] = await ownWords(app, [post])
  const textHash = hashedText(app, text)
  const byRules = async (notes: string[]): Promise<PostReading> => ({ kind: 'read', reading: { ...(await readAd(text, null)), notes, textHash } })
  if (app.adReader === null || saysSold(post.text) || !needsModel(text)) return byRules([])
  const known = await knownReading(app, { text, textHash })
  if (known) return { kind: 'read', reading: known }
  if (await isBudgetSpent(app, settings)) return settings.aiOverBudget === 'wait' ? { kind: 'waits', reason: budgetWaitText } : byRules([budgetSpentText])
  if (hasWaitedLong(app, post) || !(await app.modelOutage.mayAsk(app.now()))) return byRules([modelAwayText])
  try {
    return { kind: 'read', reading: { ...(await readAd(text, watchedReader(app, app.adReader, settings))), textHash } }
  } catch (error) {
    if (error instanceof ModelAway) return byRules([error.message])
    throw error
  }
}

/** While others are answered, this ad alone fails again and again. */
function hasWaitedLong(app: App, { attempts, createdAt, editedAt }: ReadablePost): boolean {
  const since = Math.max(createdAt.getTime(), editedAt?.getTime() ?? 0)
  return attempts > mostModelAttempts && app.now().getTime() - since >= app.modelFallbackAfterMs
}
