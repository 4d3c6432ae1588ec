import type { Settings } from '@cars-bot/domain'
import type { App } from '../app.js'
import { spentToday } from './record-usage.js'

/** Whether the model has cost as much on this Moscow day as the owner allows; never without a limit. */
export async function isBudgetSpent(app: Pick<App, 'db' | 'now'>, { aiDailyBudgetMicroUsd }: Pick<Settings, 'aiDailyBudgetMicroUsd'>): Promise<boolean> {
  return aiDailyBudgetMicroUsd > 0 && (await spentToday(app)) >= aiDailyBudgetMicroUsd
}
