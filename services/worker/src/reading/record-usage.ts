import type { Usage } from '@cars-bot/adapters/openai'
import { modelCost, modelTokens } from '@cars-bot/platform'
import type { App } from '../app.js'
import { moscowDay } from '../sheets/cell-date.js'

/** Adds one call to the usage of its Moscow day and to the metrics; returns what the day has cost with it, in millionths of a dollar. */
export async function recordUsage(app: Pick<App, 'db' | 'now'>, { promptTokens, cachedTokens, completionTokens, costMicroUsd }: Usage): Promise<number> {
  modelTokens.inc({ kind: 'prompt' }, promptTokens)
  modelTokens.inc({ kind: 'cached' }, cachedTokens)
  modelTokens.inc({ kind: 'completion' }, completionTokens)
  modelCost.inc(costMicroUsd / 1_000_000)
  const [row] = await app.db.$queryRaw<{ costMicroUsd: bigint }[]>`
    INSERT INTO "AiUsage" (day, calls, "promptTokens", "cachedTokens", "completionTokens", "costMicroUsd")
    VALUES (${usageDay(app)}::date, 1, ${promptTokens}, ${cachedTokens}, ${completionTokens}, ${costMicroUsd})
    ON CONFLICT (day) DO UPDATE SET
      calls = "AiUsage".calls + 1,
      "promptTokens" = "AiUsage"."promptTokens" + excluded."promptTokens",
      "cachedTokens" = "AiUsage"."cachedTokens" + excluded."cachedTokens",
      "completionTokens" = "AiUsage"."completionTokens" + excluded."completionTokens",
      "costMicroUsd" = "AiUsage"."costMicroUsd" + excluded."costMicroUsd"
    RETURNING "costMicroUsd"`
  return Number(row?.costMicroUsd ?? 0)
}

/** What the model has cost on the present Moscow day, in millionths of a dollar. */
export async function spentToday(app: Pick<App, 'db' | 'now'>): Promise<number> {
  const row = await app.db.aiUsage.findUnique({ where: { day: new Date(usageDay(app)) } })
  return Number(row?.costMicroUsd ?? 0)
}

/** `2026-12-05`: dates of the database are days without a time zone. */
function usageDay({ now }: Pick<App, 'now'>): string {
  return moscowDay(now()).day
}
