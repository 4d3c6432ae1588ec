import type { Reading, Usage } from '@cars-bot/adapters/openai'
import type { AiAnswer } from '@cars-bot/domain'

export const usage: Usage = { promptTokens: 1_000, cachedTokens: 600, completionTokens: 200, costMicroUsd: 270 }

/** What an honest model says of the tests' Camry. */
export function camryAnswer(given: Partial<AiAnswer> = {}): Reading {
  const facts: AiAnswer['facts'] = {
    brand: 'Toyota', model: 'Camry', year: 2018, engineVolumeCc: 2_500, powerHp: null, fuel: null, transmission: 'AUTOMATIC', drive: null, mileageKm: 95_000,
    owners: 1, autotekaStatus: null, city: 'Москва', priceRubles: 2_150_000, marketPriceRubles: null, priceJustification: 'торг',
  }
  return {
    kind: 'answer',
    usage,
    json: { evidence: 'продаю, цена', class: 'SELLING', kind: 'car-sale', confidence: 0.97, condition: null, equipment: 'кожаный салон', description: 'Салон обшит кожей, есть камера и тёплые сиденья. Вместе с машиной отдают второй набор колёс.', ...given, facts },
  }
}
