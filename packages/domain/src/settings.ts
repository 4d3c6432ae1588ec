import { z } from 'zod'
import { parseQuietHours } from './quiet-hours.js'

/** Row names of the owner's sheet of settings, as people read them. */
export const settingNames = {
  globalKeywords: 'Глобальные ключевые слова',
  excludedWords: 'Исключающие слова',
  minLength: 'Минимальная длина текста',
  minConfidence: 'Порог уверенности ИИ',
  minPriceKopecks: 'Минимальная цена, ₽',
  maxPriceKopecks: 'Максимальная цена, ₽',
  requiredFields: 'Обязательные поля',
  reviewedAds: 'Проверять перед публикацией',
  trustAfter: 'Одобрений подряд до доверия каналу',
  monthlyPriceKopecks: 'Цена подписки на месяц, ₽',
  monthlyDays: 'Дней в месячной подписке',
  yearlyPriceKopecks: 'Цена подписки на год, ₽',
  yearlyDays: 'Дней в годовой подписке',
  aiDailyBudgetMicroUsd: 'Бюджет ИИ на день, $',
  aiOverBudget: 'Когда бюджет ИИ исчерпан',
  paymentWays: 'Способы оплаты',
  monthlyStars: 'Цена подписки на месяц, звёзд',
  yearlyStars: 'Цена подписки на год, звёзд',
  offersRenewal: 'Автопродление картой',
  receiptVatCode: 'Код НДС в чеке',
  receiptTaxSystem: 'Код системы налогообложения в чеке',
  referralDays: 'Дней за приглашённого друга',
  contactsPerDay: 'Контактов подписчику в день',
  freeContacts: 'Бесплатных контактов новому человеку',
  trialDays: 'Дней пробного доступа',
  complaintsToAlert: 'Жалоб на объявление до сообщения владельцу',
  quietHours: 'Тихие часы, МСК',
} as const

/** Fields an owner may require, by the words used in the sheet. */
export const requiredFieldNames = {
  brand: 'марка',
  model: 'модель',
  year: 'год',
  mileageKm: 'пробег',
  priceKopecks: 'цена',
  city: 'город',
} as const

export type RequiredField = keyof typeof requiredFieldNames

const list = z.string().transform((text) => text.split(/[,;\n]/).map((word) => word.trim()).filter((word) => word !== ''))
const number = z.string().transform((text, context) => {
  const isPercent = text.includes('%')
  const value = Number(text.replace(/[\s\u00a0₽$%]|руб\.?|р\.?$/g, '').replace(',', '.'))
  if (text.trim() !== '' && Number.isFinite(value)) return isPercent ? value / 100 : value
  context.addIssue({ code: 'custom', message: 'нужно число' })
  return z.NEVER
})
const kopecks = number.transform((rubles) => Math.round(rubles * 100)).pipe(z.number().min(0, 'цена не может быть меньше нуля').max(100_000_000_00, 'слишком большая цена'))
const paidKopecks = kopecks.pipe(z.number().min(100, 'подписка не может стоить меньше рубля'))
const days = number.pipe(z.number().int('нужно целое число дней').min(1, 'меньше одного дня').max(3660, 'больше десяти лет'))
const fields = list.transform((words, context) =>
  words.flatMap((word): RequiredField[] => {
    const found = requiredFieldKeys().find((key) => requiredFieldNames[key] === word.toLowerCase())
    if (!found) context.addIssue({ code: 'custom', message: `нет поля «${word}», есть: ${Object.values(requiredFieldNames).join(', ')}` })
    return found ? [found] : []
  }),
)
/** What becomes of ads once the day's budget is spent, by the words used in the sheet. */
export const overBudgetNames = { wait: 'ждать', rules: 'правила' } as const
const overBudget = z.string().transform((text, context): keyof typeof overBudgetNames => {
  const word = text.trim().toLowerCase()
  if (word === overBudgetNames.wait || word === overBudgetNames.rules) return word === overBudgetNames.wait ? 'wait' : 'rules'
  context.addIssue({ code: 'custom', message: `нужно слово «${overBudgetNames.wait}» или «${overBudgetNames.rules}»` })
  return z.NEVER
})

/** Which ads wait for a person's decision, by the words used in the sheet. */
export const reviewedAdsNames = { doubtful: 'сомнительные', all: 'все' } as const
const reviewedAds = z.string().transform((text, context): keyof typeof reviewedAdsNames => {
  const word = text.trim().toLowerCase()
  if (word === reviewedAdsNames.doubtful || word === reviewedAdsNames.all) return word === reviewedAdsNames.all ? 'all' : 'doubtful'
  context.addIssue({ code: 'custom', message: `нужно слово «${reviewedAdsNames.doubtful}» или «${reviewedAdsNames.all}»` })
  return z.NEVER
})

/** Ways to pay, by the words used in the sheet; a press on a plan opens the first one, the others stand beside it. */
export const paymentWayNames = { stars: 'звёзды', yookassa: 'ЮKassa' } as const
export type PaymentWay = keyof typeof paymentWayNames
const paymentWays = list
  .transform((words, context) =>
    words.flatMap((word): PaymentWay[] => {
      const key = wayKey(word)
      const found = (['stars', 'yookassa'] as const).find((way) => way === key || wayKey(paymentWayNames[way]) === key)
      if (!found) context.addIssue({ code: 'custom', message: `нет способа «${word}», есть: ${Object.values(paymentWayNames).join(', ')}` })
      return found ? [found] : []
    }),
  )
  .transform((ways) => [...new Set(ways)])
  .pipe(z.array(z.enum(['stars', 'yookassa'])).min(1, 'нужен хотя бы один способ'))
const yesOrNo = z.string().transform((text, context): boolean => {
  const word = text.trim().toLowerCase()
  if (['да', 'true', '1', 'on', 'истина'].includes(word)) return true
  if (['нет', 'false', '0', 'off', 'ложь'].includes(word)) return false
  context.addIssue({ code: 'custom', message: 'нужно «да» или «нет»' })
  return z.NEVER
})
const whole = (least: number, most: number) => number.pipe(z.number().int('нужно целое число').min(least, `меньше ${least}`).max(most, `больше ${most}`))

const quietHours = z.string().transform((text, context) => {
  const parsed = parseQuietHours(text)
  if (parsed !== undefined) return parsed
  context.addIssue({ code: 'custom', message: 'нужны часы вроде 23-8 или слово «нет»' })
  return z.NEVER
})

function wholeNumber(min: number, max: number): z.ZodType<number, string> {
  return number.pipe(z.number().int('нужно целое число').min(min, `меньше ${min}`).max(max, `больше ${max}`))
}

const parsers = {
  globalKeywords: list,
  excludedWords: list,
  minLength: number.pipe(z.number().int('нужно целое число').min(0, 'меньше нуля').max(4096, 'больше длины сообщения')),
  minConfidence: number.pipe(z.number().min(0, 'меньше 0').max(1, 'больше 1')),
  minPriceKopecks: kopecks,
  maxPriceKopecks: kopecks,
  requiredFields: fields,
  reviewedAds,
  trustAfter: wholeNumber(0, 1_000),
  monthlyPriceKopecks: paidKopecks,
  monthlyDays: days,
  yearlyPriceKopecks: paidKopecks,
  yearlyDays: days,
  aiDailyBudgetMicroUsd: number.transform((dollars) => Math.round(dollars * 1_000_000)).pipe(z.number().min(0, 'меньше нуля').max(10_000_000_000, 'больше 10 000 $')),
  aiOverBudget: overBudget,
  paymentWays,
  // A Stars subscription costs at most 10,000, a one-off 25,000 (core.telegram.org/bots/api#createinvoicelink).
  monthlyStars: whole(1, 10_000),
  yearlyStars: whole(1, 25_000),
  offersRenewal: yesOrNo,
  // yookassa.ru/developers/payment-acceptance/receipts/54fz/parameters-values; 0: no receipt, or no tax system in it.
  receiptVatCode: whole(0, 12),
  receiptTaxSystem: whole(0, 6),
  referralDays: whole(0, 365),
  contactsPerDay: wholeNumber(1, 10_000),
  freeContacts: wholeNumber(0, 100),
  trialDays: wholeNumber(0, 365),
  complaintsToAlert: wholeNumber(1, 1_000),
  quietHours,
}

export type SettingKey = keyof typeof settingNames
export type Settings = { [Key in SettingKey]: z.output<(typeof parsers)[Key]> }

/** What holds until the owner says otherwise. */
export const defaultSettings: Settings = {
  globalKeywords: [],
  excludedWords: [],
  minLength: 10,
  minConfidence: 0.75,
  minPriceKopecks: 30_000_00,
  maxPriceKopecks: 50_000_000_00,
  requiredFields: ['brand'],
  reviewedAds: 'doubtful',
  trustAfter: 0,
  monthlyPriceKopecks: 299_00,
  monthlyDays: 30,
  yearlyPriceKopecks: 2_990_00,
  yearlyDays: 365,
  // Millionths of a dollar for a Moscow day; 0: no limit.
  aiDailyBudgetMicroUsd: 5_000_000,
  aiOverBudget: 'rules',
  paymentWays: ['yookassa', 'stars'],
  monthlyStars: 180,
  yearlyStars: 1_800,
  offersRenewal: true,
  receiptVatCode: 0,
  receiptTaxSystem: 0,
  referralDays: 7,
  contactsPerDay: 50,
  freeContacts: 1,
  trialDays: 0,
  complaintsToAlert: 3,
  quietHours: { fromMinute: 23 * 60, toMinute: 8 * 60 },
}

/** Reads the owner's rows. A blank or missing row means the default; a wrong one too, with a fault the owner can read. Never throws. */
export function parseSettings(rows: Record<string, string>): { settings: Settings; faults: string[] } {
  const faults: string[] = []
  const byName = new Map(Object.entries(rows).map(([name, value]) => [nameKey(name), value.trim()]))
  const settings: Settings = { ...defaultSettings }
  for (const key of settingKeys()) {
    const name = settingNames[key]
    const value = byName.get(nameKey(name)) ?? ''
    byName.delete(nameKey(name))
    if (value === '') continue
    const parsed = parsers[key].safeParse(value)
    if (parsed.success) assign(settings, key, parsed.data)
    else faults.push(`${name}: ${parsed.error.issues[0]?.message ?? 'не понять значение'} («${value.slice(0, 60)}»)`)
  }
  for (const [name, value] of byName) if (name !== '' && value !== '') faults.push(`${name}: такой настройки нет`)
  if (settings.minPriceKopecks > settings.maxPriceKopecks) {
    faults.push(`${settingNames.minPriceKopecks}: больше максимальной, обе заменены обычными`)
    settings.minPriceKopecks = defaultSettings.minPriceKopecks
    settings.maxPriceKopecks = defaultSettings.maxPriceKopecks
  }
  return { settings, faults }
}

function wayKey(word: string): string {
  return word.trim().toLowerCase().replaceAll('ё', 'е').replace(/^ю(?:kassa|касса)$/, 'yookassa')
}

function nameKey(name: string): string {
  return name.trim().toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').replace(/[,:]?\s*(?:₽|руб\.?|\$)$/, '').replace(/[:,]$/, '').trim()
}

/** The value was made by the parser of this very key. */
function assign(settings: Settings, key: SettingKey, value: unknown): void {
  Object.assign(settings, { [key]: value })
}

/** The keys of an object literal declared above, which has no others. */
function settingKeys(): SettingKey[] {
  return Object.keys(settingNames) as SettingKey[]
}

/** The keys of an object literal declared above, which has no others. */
function requiredFieldKeys(): RequiredField[] {
  return Object.keys(requiredFieldNames) as RequiredField[]
}
