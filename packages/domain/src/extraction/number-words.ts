const hundreds: Record<string, number> = { сто: 100, двести: 200, триста: 300, четыреста: 400, пятьсот: 500, шестьсот: 600, семьсот: 700, восемьсот: 800, девятьсот: 900 }
const tens: Record<string, number> = { двадцать: 20, тридцать: 30, сорок: 40, пятьдесят: 50, шестьдесят: 60, семьдесят: 70, восемьдесят: 80, девяносто: 90 }
const teens: Record<string, number> = { десять: 10, одиннадцать: 11, двенадцать: 12, тринадцать: 13, четырнадцать: 14, пятнадцать: 15, шестнадцать: 16, семнадцать: 17, восемнадцать: 18, девятнадцать: 19 }
const ones: Record<string, number> = { один: 1, одна: 1, два: 2, две: 2, три: 3, четыре: 4, пять: 5, шесть: 6, семь: 7, восемь: 8, девять: 9 }
const ordinals: Record<string, number> = {
  перв: 1, втор: 2, трет: 3, четверт: 4, пят: 5, шест: 6, седьм: 7, восьм: 8, девят: 9, десят: 10, одиннадцат: 11, двенадцат: 12, тринадцат: 13, четырнадцат: 14, пятнадцат: 15,
  шестнадцат: 16, семнадцат: 17, восемнадцат: 18, девятнадцат: 19, двадцат: 20, девяност: 90, восьмидесят: 80,
}
const zeros = ['ноль', 'нуль', 'ноля']

/** Any one word of a number below a thousand, as a piece of a regular expression. */
export const numberWord = [hundreds, tens, teens, ones].flatMap((table) => Object.keys(table)).concat(zeros).join('|')

/** A year by its ordinal: «двенадцатого» → 2012, «двадцать первый» → 2021, «девяносто восьмого» → 1998; null for anything else. Lower case, ё as е. */
export function readOrdinalYear(words: string): number | null {
  const [last = '', ten = ''] = words.split(' ').reverse()
  const unit = ordinals[last.replace(/(?:ого|его|ьего|ый|ой|ий)$/, '')]
  const decade = ten === '' ? 0 : (tens[ten] ?? null)
  if (unit === undefined || decade === null || (decade > 0 && unit > 9)) return null
  const value = decade + unit
  return value >= 60 ? 1900 + value : value <= 26 ? 2000 + value : null
}

/** The number below a thousand that the words begin with: «двести пять …» → 205 of two words; null when they begin with none. Lower case, ё as е. */
export function readBelowThousand(words: readonly string[]): { value: number; count: number } | null {
  if (zeros.includes(words[0] ?? '')) return { value: 0, count: 1 }
  let value = 0
  let count = 0
  for (const table of [hundreds, tens, teens, ones]) {
    const part = table[words[count] ?? '']
    if (part === undefined) continue
    value += part
    count += 1
    if (table === teens) break
  }
  return count === 0 ? null : { value, count }
}
