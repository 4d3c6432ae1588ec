import { expect, test } from 'vitest'
import { noFacts, type CarFacts } from './car.js'
import { evaluate, type EvaluatedItem, type LabelledItem } from './evaluate.js'

function result(fields: LabelledItem['fields'], facts: Partial<CarFacts>, more: { also?: LabelledItem['also']; label?: 'selling' | 'other'; isSelling?: boolean; phones?: string[] } = {}): EvaluatedItem {
  return {
    item: { id: 'x', text: '', label: more.label ?? 'selling', fields, ...(more.also ? { also: more.also } : {}) },
    extraction: { class: (more.isSelling ?? true) ? 'SELLING' : 'INFORMATIVE', facts: { ...noFacts(), ...facts }, contacts: { phones: more.phones ?? [], telegramUsernames: [], other: [] } },
    decidedWithoutModel: true,
    ms: 2,
  }
}

test('precision counts what was claimed, recall what was stated', () => {
  const { fields } = evaluate([result({ price_rub: 100_000 }, { priceKopecks: 10_000_000 }), result({ price_rub: 200_000 }, {}), result({}, { priceKopecks: 500 })])
  expect(fields.price).toEqual({ precision: 0.5, recall: 0.5 })
})

test('a value under also is right, and beside a null label it is neither claimed nor missed', () => {
  expect(evaluate([result({ model: 'A4' }, { model: 'A4 Allroad' }, { also: { model: ['A4 Allroad'] } })]).fields.model).toEqual({ precision: 1, recall: 1 })
  expect(evaluate([result({ owners: null }, { owners: 3 }, { also: { owners: [3] } }), result({ owners: 2 }, { owners: 1 })]).fields.owners).toEqual({ precision: 0, recall: 0 })
})

test('case, blanks and hyphens do not count', () => {
  expect(evaluate([result({ model: 'CX-5', brand: 'mazda' }, { model: 'cx 5', brand: 'Mazda' })]).fields.model).toEqual({ precision: 1, recall: 1 })
})

test('a list counts by its members', () => {
  expect(evaluate([result({ phones: ['+79000000001', '+79000000002'] }, {}, { phones: ['+79000000001', '+79000000003', '+79000000004'] })]).fields.phones).toEqual({ precision: 1 / 3, recall: 1 / 2 })
})

test('other texts count for the class only', () => {
  const measured = evaluate([result({}, { priceKopecks: 5 }, { label: 'other', isSelling: true }), result({}, {}, { isSelling: true }), result({}, {}, { isSelling: false })])
  expect(measured.fields.price).toEqual({ precision: 1, recall: 1 })
  expect(measured.classification).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5 })
  expect(measured).toMatchObject({ items: 3, decidedWithoutModel: 1, msPerPost: 2 })
})

test('litres compare with one digit and gearboxes by the corpus words', () => {
  const { fields } = evaluate([result({ engine_volume_l: 2, transmission: 'cvt' }, { engineVolumeCc: 1998, transmission: 'CVT' })])
  expect([fields.engineVolume, fields.transmission]).toEqual([{ precision: 1, recall: 1 }, { precision: 1, recall: 1 }])
})
