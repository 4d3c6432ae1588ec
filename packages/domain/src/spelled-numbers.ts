/** Stems of Russian numerals, cardinal, ordinal and collective, in all their cases; the longer stand before the shorter they begin with. */
const numerals: readonly (readonly [RegExp, number])[] = [
  [/^(?:миллиард)/, 1_000_000_000], [/^(?:миллион|млн|лям|лимон)/, 1_000_000], [/^(?:тысяч|тыщ|тыс$)/, 1_000],
  [/^(?:девятьсот|девятисот)/, 900], [/^(?:восемьсот|восьмисот)/, 800], [/^(?:семьсот|семисот)/, 700], [/^(?:шестьсот|шестисот)/, 600], [/^(?:пятьсот|пятисот)/, 500],
  [/^(?:четыреста|четырехсот)/, 400], [/^(?:триста|трехсот)/, 300], [/^(?:двести|двухсот)/, 200], [/^(?:сто|ста|сотн[яиуей]+|сотый|сотого)$/, 100],
  [/^(?:девяност)/, 90], [/^(?:восемьдесят|восьмидесят)/, 80], [/^(?:семьдесят|семидесят)/, 70], [/^(?:шестьдесят|шестидесят)/, 60], [/^(?:пятьдесят|пятидесят)/, 50],
  [/^(?:сорок|сорока|сороковой|сорокового)$/, 40], [/^тридцат/, 30], [/^двадцат/, 20],
  [/^девятнадцат/, 19], [/^восемнадцат/, 18], [/^семнадцат/, 17], [/^шестнадцат/, 16], [/^пятнадцат/, 15], [/^четырнадцат/, 14], [/^тринадцат/, 13], [/^двенадцат/, 12], [/^одиннадцат/, 11],
  [/^десят(?:ь|и|ью|ый|ого|ой|ая|ка|ок|ер)/, 10], [/^девят(?:ь|и|ью|ый|ого|ой|ая|ер)/, 9], [/^(?:восемь|восьми|восьмой|восьмого|восьмая)$/, 8], [/^(?:семь|семи|семью|седьмой|седьмого|седьмая|семеро)$/, 7],
  [/^(?:шесть|шести|шестью|шестой|шестого|шестая|шестеро)$/, 6], [/^(?:пять|пяти|пятью|пятый|пятого|пятая|пятеро)$/, 5], [/^(?:четыре|четырех|четырем|четырьмя|четверо|четвертый|четвертого|четвертая)$/, 4],
  [/^(?:три|трех|трем|тремя|трое|третий|третьего|третья|третьей|третье)$/, 3], [/^(?:два|две|двух|двум|двумя|двое|второй|второго|вторая|второе|вторым|вторую)$/, 2],
  [/^(?:полтора|полторы|полутора)$/, 1.5],
]

/** Numbers written in words, each run of numerals read as one: «двести пять», «две тысячи двадцатого», «сорок тысяч». One is none: it is mostly an article. */
export function spelledNumbers(text: string): { value: number; words: string }[] {
  const found: { value: number; words: string }[] = []
  let run: { values: number[]; words: string[] } = { values: [], words: [] }
  const close = (): void => {
    if (run.values.length > 0) found.push({ value: valueOf(run.values), words: run.words.join(' ') })
    run = { values: [], words: [] }
  }
  for (const [word] of text.toLowerCase().replaceAll('ё', 'е').matchAll(/\p{L}+|\d+|[.;!?\n]/gu)) {
    const value = numerals.find(([stem]) => stem.test(word))?.[1]
    if (value === undefined) close()
    else {
      run.values.push(value)
      run.words.push(word)
    }
  }
  close()
  // After digits a scale alone is part of them: «180 тысяч».
  return found.filter(({ words }) => !/^(?:миллиард|миллион|млн|лям|лимон|тысяч|тыщ|тыс)\p{L}*$/u.test(words))
}

function valueOf(values: readonly number[]): number {
  let [total, part] = [0, 0]
  for (const value of values) {
    if (value >= 1_000) {
      total += Math.max(part, 1) * value
      part = 0
    } else part += value
  }
  return total + part
}
