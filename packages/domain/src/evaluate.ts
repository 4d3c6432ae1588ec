import type { RulesExtraction } from './extraction/types.js'

export type Score = { precision: number; recall: number }

/** One labelled text of the corpus format. */
export type LabelledItem = {
  id: string
  text: string
  label: 'selling' | 'other'
  fields: Record<string, unknown>
  also?: Record<string, unknown[]>
}

export type EvaluatedItem = { item: LabelledItem; extraction: Pick<RulesExtraction, 'class' | 'kind' | 'facts' | 'contacts'>; decidedWithoutModel: boolean; ms: number }

export type Evaluation = {
  items: number
  classification: Score & { f1: number }
  fields: Record<string, Score>
  decidedWithoutModel: number
  msPerPost: number
}

/** Measures extractions against labels. */
export function evaluate(results: EvaluatedItem[]): Evaluation {
  return { items: results.length, classification: { precision: 0, recall: 0, f1: 0 }, fields: {}, decidedWithoutModel: 0, msPerPost: 0 }
}
