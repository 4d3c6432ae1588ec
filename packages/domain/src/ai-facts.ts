import type { AiAnswer } from './ai-answer.js'
import type { CarFacts } from './car.js'

/** The model's answer in our own units: rubles become kopecks, condition joins the equipment. */
export function factsOfAnswer(answer: AiAnswer): CarFacts {
  const { priceRubles, marketPriceRubles, ...facts } = answer.facts
  const equipment = [answer.equipment, answer.condition].filter((part) => part !== null && part.trim() !== '').join('. ')
  return {
    ...facts,
    priceKopecks: priceRubles === null ? null : priceRubles * 100,
    marketPriceKopecks: marketPriceRubles === null ? null : marketPriceRubles * 100,
    equipment: equipment === '' ? null : equipment,
  }
}
