type Rewrite = readonly [RegExp, string | ((...groups: string[]) => string)]

const spelledMillions: Readonly<Record<string, number>> = { одного: 1, полутора: 1.5, двух: 2, трех: 3, четырех: 4, пяти: 5 }
const years = '(?:19[89]|20[0-3])\\d'

/** English names of the cities most often asked for; Russian ones are read as in the ads. */
const englishCities: Readonly<Record<string, string>> = {
  moscow: 'москва',
  'saint petersburg': 'спб',
  'st petersburg': 'спб',
  spb: 'спб',
  kazan: 'казань',
  krasnodar: 'краснодар',
  novosibirsk: 'новосибирск',
  yekaterinburg: 'екатеринбург',
  ekaterinburg: 'екатеринбург',
  samara: 'самара',
  ufa: 'уфа',
  rostov: 'ростов',
  sochi: 'сочи',
  vladivostok: 'владивосток',
}

/** Nicknames that ads hardly ever use. */
const nicknames: Readonly<Record<string, string>> = { солик: 'солярис', солика: 'солярис', кукурузер: 'land cruiser', таз: 'lada', тазик: 'lada', нисан: 'ниссан', октавка: 'октавия', гелендос: 'gelandewagen' }

const rewrites: readonly Rewrite[] = [
  [/[;|]/g, ' '],
  [/(?<![а-я])(?:спасибо|пожалуйста|подскажите|здравствуйте)(?![а-я])/g, ' '],
  [/(?<![а-яa-z])(?:марка|модель|model|make|brand)\s*:/g, ' '],
  [wordOf(nicknames), (word) => nicknames[word] ?? word],
  [wordOf(englishCities), (word) => englishCities[word] ?? word],
  [/(?<![а-я])[а-я]+(?:ск|цк)(?:ая|ой|ую|ий|ом|ого) (?:обл(?:аст[а-я]*)?\.?|кра[йяею][а-я]*)(?![а-я])/g, ' '],
  [/(?<![а-я])(одного|полутора|двух|трех|четырех|пяти) (?:миллион[а-я]*|лям[а-я]*|лимон[а-я]*|млн\.?)(?![а-я])/g, (_all, count) => `${spelledMillions[count ?? ''] ?? 1} млн`],
  [/(?<=\d) ?(?:штук(?:и|ар[а-я]*)?|тонн)(?![а-я])/g, ' тыс'],
  [new RegExp(`(?<!\\d)(${years}) ?(?:г(?:од[а-я]*|\\.)? ?)?(?:\\+|и (?:новее|младше|моложе|выше|свежее|позже))`, 'g'), 'от $1'],
  [new RegExp(`(?<!\\d)(${years}) ?(?:г(?:од[а-я]*|\\.)? ?)?и (?:старше|ниже|раньше|древнее)`, 'g'), 'до $1'],
  [new RegExp(`(?<!\\d)(${years}) ?- ?(\\d\\d)(?![\\d.,]|\\s*(?:т|к|м|л))`, 'g'), (all, from, to) => (from && Number(to) >= Number(from.slice(2)) ? `${from}-${from.slice(0, 2)}${to}` : (all ?? ''))],
  [/(?<![\d.,])([012]\d) ?- ?([0123]\d) ?г(?:од[а-я]*|г)?\.?(?![а-я])/g, '20$1-20$2 '],
  [/(?<![\d.,-])([5-9]\d|[1-9]\d\d|1[0-8]\d\d) ?- ?([5-9]\d|[1-9]\d\d|1[0-8]\d\d)(?![\d.,-]| ?(?:т|к|м|л|г|км|руб|р|₽|\d))/g, '$1-$2 тыс'],
  // What is not wanted can't be looked for, and is not to be found for that.
  [/(?<![а-я])не (?!старше|старее|дороже|больше|более|выше|новее|младше|моложе|дешевле|меньше|менее|ниже|позже|раньше|свежее)[а-я]+/g, ' '],
  [/(?<![а-я])(?:один|одни|1|первый|единственный) (?:хозяин[а-я]*|владел[а-я]+|руки)(?![а-я])/g, ' '],
]

/** A search as people type it, in lower case, in words that the rules for ads understand: «полутора миллионов», «2016+», «солик», «500-700», «не старше 5 лет». */
export function plainPhrases(text: string, now: Date): string {
  const plain = [...agesFrom(now), ...rewrites].reduce((rest, [pattern, by]) => (typeof by === 'string' ? rest.replace(pattern, by) : rest.replace(pattern, (...found: unknown[]) => by(...found.map(String)))), text)
  return plain.replace(/ {2,}/g, ' ').trim()
}

/** The age of a car is told in years, its listing names the year it was built. */
function agesFrom(now: Date): Rewrite[] {
  const year = (age: string | undefined): number => now.getUTCFullYear() - Number(age)
  const years = '(\\d{1,2}(?= ?лет)|[1-4](?= ?год)) ?(?:лет|года?)(?![а-я])'
  return [
    [new RegExp(`(?<![а-я])(?:не старше|не старее|моложе|младше|до|возраст(?:ом)? до) ${years}`, 'g'), (_all, age) => `от ${year(age)}`],
    [new RegExp(`(?<![а-я])(?<!не )(?:старше|старее) ${years}`, 'g'), (_all, age) => `до ${year(age)}`],
    [/(?<![a-z])(?:not older than|younger than|under|up to) (\d{1,2}) years?(?: old)?(?![a-z])/g, (_all, age) => `от ${year(age)}`],
  ]
}

function wordOf(names: Readonly<Record<string, string>>): RegExp {
  return new RegExp(`(?<![\\p{L}\\d])(?:${Object.keys(names).toSorted((one, other) => other.length - one.length).join('|')})(?![\\p{L}\\d])`, 'gu')
}
