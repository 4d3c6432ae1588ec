const ordinal = '(?:ый|ий|ой|ого|ому|ым|ом|ая|ую|ое|ые|ых|ыми)'

/** One number in all its forms: stems of the cardinal with its endings, the stem of the ordinal, the stem of the collective. */
function forms(cardinal: string, ordinalStem: string, collective = ''): RegExp {
  return new RegExp(`^(?:${cardinal}|${ordinalStem}${ordinal}${collective === '' ? '' : `|${collective}(?:о|ых|ым|ыми)`})$`)
}

/** Russian numerals, cardinal, ordinal and collective, in all their cases; the longer stand before the shorter they begin with. */
const numerals: readonly (readonly [RegExp, number])[] = [
  [/^миллиард/, 1_000_000_000], [/^(?:миллион|млн|лям|лимон)/, 1_000_000], [/^(?:тысяч|тыщ|тыс$)/, 1_000],
  [/^девят(?:ь|и)сот/, 900], [/^вос(?:емь|ьми)сот/, 800], [/^сем(?:ь|и)сот/, 700], [/^шест(?:ь|и)сот/, 600], [/^пят(?:ь|и)сот/, 500],
  [/^четыре(?:ста|хсот)/, 400], [/^тр(?:и|е)(?:ста|хсот)/, 300], [/^дв(?:ести|ухсот)/, 200], [forms('сто|ста|сотн[яиуей]+', 'сот'), 100],
  [/^девяност/, 90], [/^вос(?:емь|ьми)десят/, 80], [/^сем(?:ь|и)десят/, 70], [/^шест(?:ь|и)десят/, 60], [/^пят(?:ь|и)десят/, 50], [forms('сорока?', 'сороков'), 40], [/^тридцат/, 30], [/^двадцат/, 20],
  [/^девятнадцат/, 19], [/^восемнадцат/, 18], [/^семнадцат/, 17], [/^шестнадцат/, 16], [/^пятнадцат/, 15], [/^четырнадцат/, 14], [/^тринадцат/, 13], [/^двенадцат/, 12], [/^одиннадцат/, 11],
  [forms('десят(?:ь|и|ью|ка|ок)', 'десят', 'десятер'), 10], [forms('девят(?:ь|и|ью)', 'девят', 'девятер'), 9], [forms('вос(?:емь|ьми|емью|ьмью)', 'восьм', 'восьмер'), 8],
  [forms('сем(?:ь|и|ью)', 'седьм', 'семер'), 7], [forms('шест(?:ь|и|ью)', 'шест', 'шестер'), 6], [forms('пят(?:ь|и|ью)', 'пят', 'пятер'), 5], [forms('четыр(?:е|ех|ем|ьмя)', 'четверт', 'четвер'), 4],
  [/^(?:три|трех|трем|тремя|трое|троих|троим|трет(?:ий|ь(?:его|ему|им|ем|я|ей|ю|е|и|их|ими)))$/, 3], [forms('два|две|двух|двум|двумя|двое|двоих|двоим', 'втор'), 2], [/^(?:полтора|полторы|полутора)$/, 1.5],
]

const one = /^(?:один|одн[аоу]|одного|одной|перв(?:ый|ого|ому|ым|ом|ая|ую|ое|ой))$/

/** `next`: the two words that follow, which mostly name what is counted. */
type Spelled = { value: number; words: string; next: string | null }

/** Numbers written in words, each run of numerals read as one: «двести пять», «две тысячи двадцатого», «сорок тысяч». One alone is none: it is mostly an article. */
export function spelledNumbers(text: string): Spelled[] {
  const found: Spelled[] = []
  let run: { values: number[]; words: string[] } = { values: [], words: [] }
  const close = (next: string | null): void => {
    if (run.values.length > 0) found.push({ value: valueOf(run.values), words: run.words.join(' '), next })
    run = { values: [], words: [] }
  }
  const plain = text.toLowerCase().replaceAll('ё', 'е')
  for (const { 0: word, index } of plain.matchAll(/\p{L}+|\d+|[.,;!?\n]/gu)) {
    const value = run.values.length > 0 && one.test(word) ? 1 : numerals.find(([stem]) => stem.test(word))?.[1]
    if (value === undefined) close(/^\p{L}+(?:\s+\p{L}+)?/u.exec(plain.slice(index, index + 60))?.[0] ?? null)
    else {
      run.values.push(value)
      run.words.push(word)
    }
  }
  close(null)
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
