import { z } from 'zod'
import { postKinds } from './extraction/types.js'

const count = z.number().int().nullable()
const words = z.string().nullable()
/** The words the rules use too: a free text could say anything in their place. */
const fuelNames = ['бензин', 'дизель', 'газ/бензин', 'гибрид', 'электро'] as const
const driveNames = ['полный привод', 'передний привод', 'задний привод'] as const

/**
 * What the model answers about one post. The evidence stands before the verdict, so that the verdict is written after it.
 * Every property is required and nullable where the ad may be silent: the strict mode of structured outputs allows nothing else
 * (platform.openai.com/docs/guides/structured-outputs). Prices in whole rubles, mileage in kilometres, engine volume in cm³.
 */
export const aiAnswer = z.strictObject({
  evidence: z.string(),
  class: z.enum(['SELLING', 'INFORMATIVE', 'ENTERTAINING']),
  kind: z.enum(postKinds),
  confidence: z.number().min(0).max(1),
  facts: z.strictObject({
    brand: words,
    model: words,
    year: count,
    engineVolumeCc: count,
    powerHp: count,
    fuel: z.enum(fuelNames).nullable(),
    transmission: z.enum(['AUTOMATIC', 'MANUAL', 'ROBOT', 'CVT']).nullable(),
    drive: z.enum(driveNames).nullable(),
    mileageKm: count,
    owners: count,
    autotekaStatus: z.enum(['GREEN', 'HAS_ACCIDENTS']).nullable(),
    city: words,
    priceRubles: count,
    marketPriceRubles: count,
    priceJustification: words,
  }),
  condition: words,
  equipment: words,
  description: words,
})

export type AiAnswer = z.output<typeof aiAnswer>

const refused = new Set(['$schema', 'minimum', 'maximum', 'minLength', 'maxLength'])

/** The same shape as JSON schema for a strict structured output; bounds that strict mode may refuse are left out and checked by `aiAnswer`. */
export const aiAnswerJsonSchema: Record<string, unknown> = withoutBounds(z.toJSONSchema(aiAnswer, { target: 'draft-7' }))

function withoutBounds(schema: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => !refused.has(key))
      .map(([key, value]) => [key, isPlainObject(value) ? withoutBounds(value) : Array.isArray(value) ? value.map((item) => (isPlainObject(item) ? withoutBounds(item) : item)) : value]),
  )
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
