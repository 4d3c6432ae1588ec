import { evaluatedFields, type Evaluation, type Score } from '@cars-bot/domain'

/** An evaluation for people. */
export function evaluationTable({ items, classification, fields, decidedWithoutModel, msPerPost }: Evaluation, provider: string): string {
  const row = (name: string, { precision, recall }: Score): string => `${name.padEnd(16)} ${share(precision).padStart(9)} ${share(recall).padStart(9)}`
  return [
    `${items} posts, read by ${provider}`,
    `${''.padEnd(16)} precision    recall`,
    `${row('selling', classification)}   F1 ${share(classification.f1)}`,
    ...evaluatedFields.map((name) => row(name, fields[name])),
    `decided without the model: ${share(decidedWithoutModel)}, ${msPerPost.toFixed(3)} ms a post`,
    '',
  ].join('\n')
}

function share(value: number): string {
  return value.toFixed(3)
}
