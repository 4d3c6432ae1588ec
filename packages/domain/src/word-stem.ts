const endings = [
  'иями', 'иях', 'ями', 'ами', 'иям', 'ием', 'его', 'ого', 'ему', 'ому', 'ыми', 'ими', 'ается', 'аются', 'яется', 'яются', 'ется', 'ются', 'аются',
  'ает', 'ают', 'яет', 'яют', 'аешь', 'аем', 'аете', 'ать', 'ять', 'ить', 'еть', 'ишь', 'ите', 'ала', 'али', 'ало', 'ила', 'или', 'ило',
  'ия', 'ий', 'ие', 'ии', 'ию', 'ью', 'ья', 'ье', 'ьи', 'ов', 'ев', 'ей', 'ой', 'ый', 'ая', 'яя', 'ое', 'ее', 'ую', 'юю', 'ые', 'ых', 'их', 'ым', 'им', 'ом', 'ем', 'ам', 'ям', 'ах', 'ях', 'аю', 'яю', 'ал', 'ял', 'ил', 'ит', 'ат', 'ят', 'ют', 'ут',
  'а', 'я', 'о', 'е', 'ы', 'и', 'у', 'ю', 'ь', 'й',
].sort((left, right) => right.length - left.length)

/** Words whose ending is part of them, which would fall together with another word: «купе» with «купить», «такси» with «такса». */
const unchanging: ReadonlySet<string> = new Set(['авто', 'евро', 'купе', 'пежо', 'рено', 'такси'])

/** Words of the trade whose stem changes between forms or looks like an ending. */
const irregular: readonly (readonly [RegExp, string])[] = [
  [/^автомобил(?:ь|я|и|ю|е|ей|ем|ям|ями|ях)$/, 'автомобил'],
  [/^владел(?:ец|ьц\p{L}{1,3})$/u, 'владельц'],
  [/^куп(?:ить|лю|им|ит|ят|ил|ила|или|лен|лена|лено|лены)$/, 'купи'],
  [/^кузов(?:а|е|у|ом|ов|ам|ами|ах)?$/, 'кузов'],
  [/^хозя(?:ин|ина|ину|ином|ине|ева|ев|евам|евами|евах)$/, 'хозяин'],
]

/** A word without its Russian ending, ё as е, in lower case; at least three letters stay. Words of other alphabets and numbers keep their form. */
export function wordStem(word: string): string {
  const plain = word.toLowerCase().replaceAll('ё', 'е')
  if (!/^[а-я]+$/.test(plain)) return plain
  if (unchanging.has(plain)) return plain
  const known = irregular.find(([forms]) => forms.test(plain))
  if (known) return known[1]
  const ending = endings.find((candidate) => plain.length - candidate.length >= 3 && plain.endsWith(candidate))
  return ending ? plain.slice(0, -ending.length) : plain
}

/** Words and numbers of a text, in lower case. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().replaceAll('ё', 'е').match(/[\p{L}\p{M}]+|\d+/gu) ?? []
}
