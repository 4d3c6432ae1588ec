import { expect, test } from 'vitest'
import { defaultSettings, parseSettings, settingNames } from './settings.js'

test('an empty sheet means the defaults: 299 ₽ and 2 990 ₽, threshold 0.75', () => {
  expect(parseSettings({})).toEqual({ settings: defaultSettings, faults: [] })
  expect(defaultSettings).toMatchObject({ monthlyPriceKopecks: 29_900, yearlyPriceKopecks: 299_000, monthlyDays: 30, yearlyDays: 365, minConfidence: 0.75 })
})

test('every row is read as people write it', () => {
  const { settings, faults } = parseSettings({
    [settingNames.globalKeywords]: 'продам, продаю; торг',
    [settingNames.minConfidence]: '80 %',
    'минимальная цена': '100 000 ₽',
    'Максимальная цена, ₽ ': '5 000 000',
    [settingNames.requiredFields]: 'марка, Цена',
    [settingNames.monthlyPriceKopecks]: '349,50',
    'Бюджет ИИ на день': '2,5 $',
    [settingNames.aiOverBudget]: 'Ждать',
  })
  expect(faults).toEqual([])
  expect(settings).toMatchObject({ globalKeywords: ['продам', 'продаю', 'торг'], minConfidence: 0.8, minPriceKopecks: 10_000_000, maxPriceKopecks: 500_000_000, requiredFields: ['brand', 'priceKopecks'], monthlyPriceKopecks: 34_950, aiDailyBudgetMicroUsd: 2_500_000, aiOverBudget: 'wait' })
})

test.each([
  [settingNames.minConfidence, 'много'],
  [settingNames.minConfidence, '7'],
  [settingNames.monthlyPriceKopecks, '0'],
  [settingNames.monthlyDays, '1.5'],
  [settingNames.requiredFields, 'цвет'],
  [settingNames.aiDailyBudgetMicroUsd, '-1'],
  [settingNames.aiOverBudget, 'потом'],
  [settingNames.paymentWays, 'наличные'],
  [settingNames.monthlyStars, '10001'],
  [settingNames.offersRenewal, 'может быть'],
  [settingNames.receiptVatCode, '13'],
])('a wrong «%s» = «%s» keeps the default and names the row', (name, value) => {
  const { settings, faults } = parseSettings({ [name]: value })
  expect(settings).toEqual(defaultSettings)
  expect(faults).toHaveLength(1)
  expect(faults[0]).toContain(name)
})

test('a range turned round and an unknown row are named', () => {
  const { settings, faults } = parseSettings({ [settingNames.minPriceKopecks]: '900000', [settingNames.maxPriceKopecks]: '100000', 'Цвет кнопки': 'красный' })
  expect(settings.minPriceKopecks).toBe(defaultSettings.minPriceKopecks)
  expect(faults).toHaveLength(2)
})

test('ways to pay are read in the order written, each once, in either spelling', () => {
  const read = (value: string) => parseSettings({ [settingNames.paymentWays]: value }).settings.paymentWays
  expect([read('ЮKassa, звезды'), read('Звёзды'), read('юкасса; yookassa'), read('')]).toEqual([['yookassa', 'stars'], ['stars'], ['yookassa'], ['yookassa', 'stars']])
})
