import type { Named } from './find-car.js'

const words: Record<string, number> = {
  без: 0, один: 1, одна: 1, одного: 1, одном: 1, одним: 1, первый: 1, первая: 1, единственный: 1, единственная: 1, единственного: 1,
  два: 2, двое: 2, две: 2, второй: 2, вторая: 2, второго: 2, двух: 2, три: 3, трое: 3, третий: 3, третья: 3, третьего: 3, трех: 3, четыре: 4, четвертый: 4, четвертая: 4, четверо: 4, пять: 5, пятый: 5, пятеро: 5, шесть: 6, шестой: 6, шестеро: 6, первые: 1, вторые: 2, третьи: 3,
}
const count = String.raw`(\d{1,2}|${Object.keys(words).filter((word) => word !== 'без').join('|')})`
const person = String.raw`(?:владел[а-я]*|хоз[яе][а-я]*|собственни[а-я]*|влад(?![а-я])|вл(?![а-я])|собств?(?![а-я])|хоз(?:а|ов|-в)?(?![а-я])|owners?)`
const patterns = [
  new RegExp(String.raw`[👤👥]\s*[:-]?\s*${count}(?![\d.,]*\d|[а-я])`, 'gu'),
  new RegExp(String.raw`${person}\s*(?:в\s+птс|по\s+птс|птс|в\s+документах|по\s+документам)?\s*[:=\-]{1,2}\s*${count}(?![\d.,]*\d|\s*(?:год|лет|мес|г\.))(?![а-я])`, 'gu'),
  new RegExp(String.raw`(?<![\d.,а-я])${count}\s*-?(?:й|ый|ой|ий|я|ая|ья|х|го|и|им|ым)?\s+(?:и\s+(?:единственн|последн)[а-я]+\s+|реальн[а-я]+\s+|физ\.?\s+|юр\.?\s+|по\s+счету\s+|взросл[а-я]+\s+|адекватн[а-я]+\s+|официальн[а-я]+\s+)?${person}`, 'gu'),
  new RegExp(String.raw`(?<![а-я])(?:хоз[а-я]{0,4}|вл|влад|владел[а-я]*)(?![а-я])\.?(?:\s*[—–:-]{1,2}\s*|\s{2,})${count}(?:-?(?:й|ый|ой|ий|я))?(?![\d.,]*\d|\s*(?:год|лет|мес))`, 'gu'),
  new RegExp(String.raw`(?<![\d.,])(\d{1,2})\s+запис[а-я]*\s+в\s+птс`, 'gu'),
  new RegExp(String.raw`(?<![\d.,а-я])(\d{1,2})-?(?:й|ый|ой|ий|я|х)?[ -]?${person}`, 'gu'),
  new RegExp(String.raw`${person}\s+(?:в\s+птс|по\s+птс|птс|в\s+документах|по\s+документам)\s+${count}(?![\d.,]*\d|\s*(?:год|лет|мес|г\.))(?![а-я])`, 'gu'),
  new RegExp(String.raw`(?<![а-я])(?:по\s+птс|в\s+птс|по\s+документам|по\s+бумагам)\s*[:\-]?\s*(?:я\s+)?${count}(?:\s+(?:чел|запис|хоз|влад|собств)|(?=\s*(?:[,.\n!]|$)))`, 'gu'),
  new RegExp(String.raw`(?<![а-я])(?:хозя[а-я]*|владел[а-я]*|собственни[а-я]*)\s+(?:я\s+)?(втор(?:ой|ая)|трет(?:ий|ья)|четверт(?:ый|ая)|пятый|шестой)(?![а-я])(?!\s+(?:год|месяц|раз|комплект|ключ))`, 'gu'),
  new RegExp(String.raw`(?<![\d.,а-я])${count}\s+по\s+птс(?![а-я])`, 'gu'),
  new RegExp(String.raw`(?<![а-я])(?:владел[а-я]*|хоз(?:я[а-я]*)?|собственни[а-я]*)\s+(?:в\s+н[её]м\s+)?([1-9])(?:-?(?:й|ый|ой|ий|я))?(?![\d.,]*\d|[а-я]|\s*(?:год|лет|мес|г(?![а-я])|тыс|т[. ]|км|раз|%|комплект|ключ|-))`, 'gu'),
  new RegExp(String.raw`(?<![а-я])${person}\s+(?:я\s+)?${count}(?=\s*(?:[,.\n!;)]|$|шт|вместе|по\s+птс|в\s+птс))`, 'gu'),
]
const oneHand = /(?<![а-я])(?:в\s+одних\s+руках|одни\s+руки|с\s+(?:нового|салона)\s+(?:в\s+)?одн[а-я]+\s+(?:рук|владел|хоз|собственн)[а-я]*|из\s+первых\s+рук|1\s+рука|первые\s+руки|одна\s+рука)/u
const notOwner = /(?:будете|станете|стать|вы\s+будите|будешь|почти\s+все\s+время)\s+$/

/** How many owners the text states, ordinals included; the document's number wins over the seller's own count. */
export function findOwners(text: string): { value: number; start: number; end: number } | null {
  if (!/вл|хоз|собст|рук|птс|owner|👤|👥/u.test(text)) return null
  const found: Named[] = []
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const value = match[1] ?? ''
      const before = text.slice(Math.max(0, match.index - 16), match.index)
      if (notOwner.test(before) || /(?:предыдущ[а-я]+|прошл[а-я]+|последн[а-я]+)\s*$/.test(before)) continue
      if (value.startsWith('перв') && !/^\s*(?:$|[,.!;:\n)•|]|по\s|в\s+птс|с\s|и\s|женщин|мужчин|девушк|дед)/.test(text.slice(match.index + match[0].length))) continue
      found.push({ value, start: match.index, end: match.index + match[0].length })
    }
  }
  const counted = found.flatMap((hit) => {
    const value = words[hit.value] ?? Number(hit.value)
    return Number.isInteger(value) && value >= 0 && value <= 15 ? [{ value, start: hit.start, end: hit.end, byPapers: /птс|документ/.test(text.slice(Math.max(0, hit.start - 12), hit.end + 12)) }] : []
  })
  const best = counted.find((hit) => hit.byPapers) ?? counted.sort((left, right) => left.start - right.start)[0]
  if (best) return { value: best.value, start: best.start, end: best.end }
  const hand = oneHand.exec(text)
  if (!hand || /почти\s+(?:все\s+время\s+)?$/.test(text.slice(Math.max(0, hand.index - 20), hand.index))) return null
  return { value: 1, start: hand.index, end: hand.index + hand[0].length }
}
