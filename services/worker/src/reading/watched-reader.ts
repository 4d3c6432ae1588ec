import { failureOf, RateLimitedError } from '@cars-bot/adapters/errors'
import { ModelRefusal, type AdReader, type Reading } from '@cars-bot/adapters/openai'
import type { Settings } from '@cars-bot/domain'
import { modelCalls } from '@cars-bot/platform'
import type { App } from '../app.js'
import { modelAwayText, modelBackText, modelBudgetText, modelNoAccessText, modelNoCreditText, modelRefusedAdText, modelSilentText } from '../posts/texts.js'
import { recordUsage } from './record-usage.js'

/** The ad is to be read without the model; the message says why, for the owner. */
export class ModelAway extends Error {
  override name = 'ModelAway'
}

/**
 * The reader of ads with everything written down: what each call cost, whatever becomes of the ad, and since when the provider has been away. Throws ModelAway when
 * rules are to read the ad, anything else when it is to be tried again.
 */
export function watchedReader(app: App, adReader: AdReader, { aiDailyBudgetMicroUsd }: Pick<Settings, 'aiDailyBudgetMicroUsd'>): AdReader {
  return {
    async readAd(question) {
      const reading = await adReader.readAd(question).catch(async (error: unknown): Promise<Reading> => {
        throw await failureAsNoted(app, error)
      })
      modelCalls.inc({ outcome: reading.kind })
      if (await app.modelOutage.answered()) await app.alerts.raise({ level: 'INFO', message: modelBackText })
      const spent = await recordUsage(app, reading.usage)
      const isLimitPassed = spent >= aiDailyBudgetMicroUsd && spent - reading.usage.costMicroUsd < aiDailyBudgetMicroUsd
      if (aiDailyBudgetMicroUsd > 0 && isLimitPassed) await app.alerts.raise({ level: 'WARNING', message: modelBudgetText(aiDailyBudgetMicroUsd) })
      return reading
    },
  }
}

async function failureAsNoted(app: App, error: unknown): Promise<unknown> {
  modelCalls.inc({ outcome: failureOf(error).kind })
  if (error instanceof ModelRefusal && error.reason === 'request') {
    // The provider is there: it is this ad, or the way we ask, that it does not take.
    await app.modelOutage.answered()
    await app.alerts.raise({ level: 'WARNING', message: modelRefusedAdText(error.message), dedupeKey: 'model-refused-ad' })
    return new ModelAway(modelRefusedAdText(error.message), { cause: error })
  }
  const retryAfterMs = error instanceof RateLimitedError ? error.retryAfterMs : 0
  const { isAway, isFirst } = await app.modelOutage.failed({ now: app.now(), isLasting: error instanceof ModelRefusal, retryAfterMs })
  if (isFirst) await app.alerts.raise({ level: 'ERROR', message: outageText(error) })
  return isAway ? new ModelAway(modelAwayText, { cause: error }) : error
}

function outageText(error: unknown): string {
  if (!(error instanceof ModelRefusal)) return modelSilentText
  return error.reason === 'credit' ? modelNoCreditText : modelNoAccessText(error.message)
}
