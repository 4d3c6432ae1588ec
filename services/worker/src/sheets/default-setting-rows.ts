import { defaultSettings, formatQuietHours, overBudgetNames, paymentWayNames, requiredFieldNames, reviewedAdsNames, settingNames, type SettingKey } from '@cars-bot/domain'

const texts: { [Key in SettingKey]: string } = {
  globalKeywords: defaultSettings.globalKeywords.join(', '),
  excludedWords: defaultSettings.excludedWords.join(', '),
  minLength: String(defaultSettings.minLength),
  minConfidence: String(defaultSettings.minConfidence).replace('.', ','),
  minPriceKopecks: rubles(defaultSettings.minPriceKopecks),
  maxPriceKopecks: rubles(defaultSettings.maxPriceKopecks),
  requiredFields: defaultSettings.requiredFields.map((field) => requiredFieldNames[field]).join(', '),
  reviewedAds: reviewedAdsNames[defaultSettings.reviewedAds],
  trustAfter: String(defaultSettings.trustAfter),
  monthlyPriceKopecks: rubles(defaultSettings.monthlyPriceKopecks),
  monthlyDays: String(defaultSettings.monthlyDays),
  yearlyPriceKopecks: rubles(defaultSettings.yearlyPriceKopecks),
  yearlyDays: String(defaultSettings.yearlyDays),
  aiDailyBudgetMicroUsd: String(defaultSettings.aiDailyBudgetMicroUsd / 1_000_000),
  aiOverBudget: overBudgetNames[defaultSettings.aiOverBudget],
  paymentWays: defaultSettings.paymentWays.map((way) => paymentWayNames[way]).join(', '),
  monthlyStars: String(defaultSettings.monthlyStars),
  yearlyStars: String(defaultSettings.yearlyStars),
  offersRenewal: defaultSettings.offersRenewal ? 'да' : 'нет',
  receiptVatCode: String(defaultSettings.receiptVatCode),
  receiptTaxSystem: String(defaultSettings.receiptTaxSystem),
  contactsPerDay: String(defaultSettings.contactsPerDay),
  freeContacts: String(defaultSettings.freeContacts),
  trialDays: String(defaultSettings.trialDays),
  complaintsToAlert: String(defaultSettings.complaintsToAlert),
  quietHours: formatQuietHours(defaultSettings.quietHours),
  referralDays: String(defaultSettings.referralDays),
}

/** Name and value of every setting, as an owner would write it: what is stored already, else the default. */
export function defaultSettingRows(stored: Readonly<Record<string, string>>): [string, string][] {
  const known = Object.keys(texts) as SettingKey[]
  const rows = known.map((key): [string, string] => [settingNames[key], stored[settingNames[key]] ?? texts[key]])
  const others = Object.entries(stored).filter(([name]) => !rows.some(([known]) => known === name))
  return [...rows, ...others]
}

function rubles(kopecks: number): string {
  return String(kopecks / 100)
}
