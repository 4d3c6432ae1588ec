const hundreds: Record<string, number> = { сто: 100, двести: 200, триста: 300, четыреста: 400, пятьсот: 500, шестьсот: 600, семьсот: 700, восемьсот: 800, девятьсот: 900 }
const tens: Record<string, number> = { двадцать: 20, тридцать: 30, сорок: 40, пятьдесят: 50, шестьдесят: 60, семьдесят: 70, восемьдесят: 80, девяносто: 90 }
const teens: Record<string, number> = { десять: 10, одиннадцать: 11, двенадцать: 12, тринадцать: 13, четырнадцать: 14, пятнадцать: 15, шестнадцать: 16, семнадцать: 17, восемнадцать: 18, девятнадцать: 19 }
const ones: Record<string, number> = { один: 1, одна: 1, два: 2, две: 2, три: 3, четыре: 4, пять: 5, шесть: 6, семь: 7, восемь: 8, девять: 9 }
const zeros = ['ноль', 'нуль', 'ноля']

/** Any one word of a number below a thousand, as a piece of a regular expression. */
export const numberWord = [hundreds, tens, teens, ones].flatMap((table) => Object.keys(table)).concat(zeros).join('|')

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
