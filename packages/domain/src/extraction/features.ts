import type { AutotekaStatus, Transmission } from '../car.js'

export type FoundWord<Value> = { value: Value; start: number; end: number }

type Pattern<Value> = { value: Value; pattern: RegExp }

const transmissions: Pattern<Transmission>[] = [
  { value: 'CVT', pattern: /(?<![а-яa-z])(?:вариатор[а-я]*|вар\.?(?=\s*(?:[,.\n;)|]|$))|cvt|мультитроник|multitronic|x-?tronic|икстроник)(?![a-z])/g },
  { value: 'ROBOT', pattern: /(?<![а-яa-z])(?:робот(?!-пыл)[а-я]*|dsg ?\d?|дсг|powershift|пауэршифт|амт|amt|ркпп|роб\.(?= ?(?:кор|кпп))|s[- ]?tronic|easy-?tronic|изитроник|роботизир[а-я]*|dct|pdk)(?![a-zа-я])/g },
  { value: 'AUTOMATIC', pattern: /(?<![а-яa-z])(?:акпп?|автомат(?:ом|е|у|а|ическ[а-я]+ (?:коробк|кпп|трансм)[а-я]*)?|авт\.?(?=[ ,;|\n]|$)|типтроник|tiptronic|steptronic|стептроник|автоматике?|а\/т|at|ат|автоматическая|г-?троник|g-?tronic|гидротрансформатор)(?![a-zа-я])/g },
  { value: 'MANUAL', pattern: /(?<![а-яa-z])(?:мкпп?|механи[ккч](?:а|е|ой|у|еская|еской)?|на ручке|(?<!(?:ая|яя|[дт]) )ручка(?= кпп|\s*(?:[,.\n;)|]|$)| +(?!двер|багаж|кап|стекл|крыш|перед|задн|слом|салон|бард|лев|прав|газ|отвал|не )[а-я\d])|на руке(?![а-я])|пять ступ[а-я]+|ручная кпп|ручная коробка|м\/т|mt|мт|мех\.?|на палке|на мешалке|мех[аи]|[456]-?ступка|(?:четырех|пяти|шести)ступ[а-я]+|[3456] ?-?(?:ти|и|х)? ?-?(?:ступ[а-я]*|ст\.?(?![а-я])))(?![a-zа-я])/g },
]
const notGearbox = /(?<![а-я])(?:обмен[а-я]*|меняю|климат[а-я]*|свет[а-я]*|фары|стекл[а-я]*|подъемник[а-я]*|кондиционер[а-я]*|дальн[а-я]*|затемн[а-я]*|рассмотр[а-я]*|куплю|интересует|ищу(?![а-я])|не(?![а-я])|вместо|масл[оа]|зеркал[а-я]*|гбо|газ[а-я]*|переключает|сам(?![а-я])|крышк[а-я]*|щетк[а-я]*|мочев[а-я]*|по(?![а-я]))[^\n.;,!]{0,14}$/
const notGearboxAfter = /^[^\n.;,]{0,3}(?:климат|свет|дальн|в подарок|стекл|кондиц|переключ.*газ|не рассматрив|багажник|двер)/

/** The gearbox of this car: not of one wanted in exchange, not an automatic climate or headlight. */
export function findTransmission(text: string): FoundWord<Transmission> | null {
  const hits = transmissions.flatMap(({ value, pattern }) => allHits(text, value, pattern)).sort((left, right) => left.start - right.start)
  return hits.find((hit) => !isAnotherThing(text, hit)) ?? null
}

function isAnotherThing(text: string, hit: FoundWord<Transmission>): boolean {
  const before = text.slice(Math.max(0, hit.start - 40), hit.start)
  const word = text.slice(hit.start, hit.end)
  if (/^\s+(?:нет|отсутств)(?![а-я])/.test(text.slice(hit.end, hit.end + 14)) || /(?<![а-я])(?:нет|без|не)\s+$/.test(before)) return true
  if (/(?:обмен|меняю|рассмотр|куплю|интересует)[^\n.;!]{0,38}$/.test(before)) return true
  if (/^(?:[aа][tт]|[mм][tт])$/.test(word)) return /(?:резин[а-я]*|шин[а-я]*|колес[а-я]*|покрышк[а-я]*|r ?\d\d)[^\n.,;]{0,20}$/.test(before) || /^ ?(?:\d{2,3} ?[/xх]|резин|шин|колес|r ?\d\d|[а-я])/.test(text.slice(hit.end, hit.end + 12)) && !/\d[.,]\d ?$/.test(before)
  if (word.startsWith('механик') && /(?<![а-я\d])(?:к|у|автомех|с|от)\s+$/.test(before)) return true
  if (/^[3456](?!-?ступка)/.test(word)) return !isPart(text, hit) && !/(?:меха|мкпп|ручк|механик|кпп|коробк|передач|кпп)/.test(before + text.slice(hit.end, hit.end + 12)) || /(?:акпп|автомат)/.test(before.slice(-14) + text.slice(hit.end, hit.end + 12))
  return /^автомат|^робот/.test(word) && (notGearbox.test(before) || notGearboxAfter.test(text.slice(hit.end, hit.end + 24)))
}

/** «2.8, 5ст, пробег …»: between commas the number of gears is said of a lever. */
function isPart(text: string, { start, end }: FoundWord<Transmission>): boolean {
  return /[,\n;•|]\s*$/.test(text.slice(Math.max(0, start - 3), start)) && (text.charAt(end - 1) === '.' || /^\.?\s*(?:$|[,.\n;•|])/.test(text.slice(end, end + 3)))
}

const fuels: Pattern<string>[] = [
  { value: 'электро', pattern: /(?<![а-я])(?:электромобил[а-я]*|электрокар[а-я]*|полностью электрич[а-я]+|электро(?= ?[,•|\n]))/g },
  { value: 'гибрид', pattern: /(?<![а-яa-z])(?:гибрид[а-я]*|hybrid|phev|hev|подключаемый)/g },
  { value: 'газ/бензин', pattern: /(?<![а-я])(?:газ[ /,-]{1,3}бензин|бензин[ /,-]{1,3}газ|установлено гбо|гбо(?= \d)|пропан)/g },
  { value: 'дизель', pattern: /(?<![а-я])(?:турбодизел[а-я]*|дизел[а-я]*|диз(?![а-я])|tdi|crdi|\d[.,]\dd(?![a-z]))/g },
  { value: 'бензин', pattern: /(?<![а-я])(?:бензин[а-я]*|бенз(?![а-я])|tsi|tfsi)/g },
]
const drives: Pattern<string>[] = [
  { value: 'полный привод', pattern: /(?<![а-яa-z\d])(?:полн[а-я]+ (?:\S+ )?привод[а-я]*|4 ?wd|awd|4[xх]4|quattro|кватро|xdrive|x-drive|4matic|4-matic|4motion|полнопривод[а-я]*|вседорожн[а-я]+ привод)(?![a-z])/g },
  { value: 'передний привод', pattern: /(?<![а-яa-z])(?:передн[а-я]+ привод[а-я]*|переднепривод[а-я]*|fwd)(?![a-z])/g },
  { value: 'задний привод', pattern: /(?<![а-яa-z])(?:задн[а-я]+ привод[а-я]*|заднепривод[а-я]*|rwd)(?![a-z])/g },
]

/** «бензин», «дизель», «газ/бензин», «гибрид», «электро». */
export function findFuel(text: string): FoundWord<string> | null {
  return firstOf(text, fuels, /(?:обмен|меняю|расход|заправ|цены? на|вебаст[а-я]*|котел|запах|на)[^\n.;]{0,14}$/)
}

/** «полный привод», «передний привод», «задний привод». */
export function findDrive(text: string): FoundWord<string> | null {
  return firstOf(text, drives, /(?:обмен|меняю|замен[а-я]*|сальник|подключ)[^\n.;]{0,14}$/)
}

/** What the ad says of the car's Autoteka report; silence is null. */
export function findAutoteka(text: string): FoundWord<AutotekaStatus> | null {
  for (const match of text.matchAll(/автотек[а-я]*|автокод[а-я]*/g)) {
    const start = match.index
    const around = text.slice(start, start + 70).split('\n', 1)[0] ?? ''
    const before = text.slice(Math.max(0, start - 24), start)
    if (/зел[её]н|чист|без\s+(?:дтп|аварий|замечан|окрас|расч)|идеал|отличн|хорош|белая|нет дтп|дтп нет|дтп не|не бит|✅|🟢|в порядке|норм/.test(around) || /(?:чист|зелен|идеальн|хорош|отличн)[а-я]*\s+(?:отчет\s+)?$/.test(before)) return { value: 'GREEN', start, end: start + match[0].length }
    if (/дтп|авари|расч[её]т|ремонт|бит|повреж|красн|удар/.test(around)) return { value: 'HAS_ACCIDENTS', start, end: start + match[0].length }
  }
  return null
}

function firstOf(text: string, patterns: Pattern<string>[], trap: RegExp): FoundWord<string> | null {
  for (const { value, pattern } of patterns) {
    const hit = allHits(text, value, pattern).find((candidate) => !trap.test(text.slice(Math.max(0, candidate.start - 30), candidate.start)))
    if (hit) return hit
  }
  return null
}

function allHits<Value>(text: string, value: Value, pattern: RegExp): FoundWord<Value>[] {
  return [...text.matchAll(pattern)].map((match) => ({ value, start: match.index, end: match.index + match[0].length }))
}

const equipmentWords: { name: string; pattern: RegExp }[] = [
  { name: 'кожаный салон', pattern: /кож(?:аный|аном|а)\s*(?:салон)?(?![а-я])|салон\s+кожа/ },
  { name: 'панорамная крыша', pattern: /панорам[а-я]*/ },
  { name: 'люк', pattern: /(?<![а-я])люк(?![а-я])/ },
  { name: 'климат-контроль', pattern: /климат[ -]?контроль|климат(?![а-я])/ },
  { name: 'кондиционер', pattern: /кондиционер|кондер|кондей/ },
  { name: 'подогрев сидений', pattern: /подогрев[а-я]*\s+(?:всех\s+|передних\s+)?сидений|подогревы?\s+(?:сид|попы)/ },
  { name: 'подогрев руля', pattern: /подогрев[а-я]*\s+руля/ },
  { name: 'вентиляция сидений', pattern: /вентиляц[а-я]+\s+(?:передних\s+)?сид/ },
  { name: 'камера заднего вида', pattern: /камер[аы]\s+задн/ },
  { name: 'круговой обзор', pattern: /камер[аы]\s+(?:360|кругов)|кругов[а-я]+\s+обзор/ },
  { name: 'парктроники', pattern: /парктроник|датчики\s+парковк/ },
  { name: 'круиз-контроль', pattern: /круиз/ },
  { name: 'бесключевой доступ', pattern: /бесключев|безключев/ },
  { name: 'запуск с кнопки', pattern: /запуск\s+(?:двигателя\s+)?с\s+кнопки|кнопка\s+(?:старт|запуска)|старт[ -]стоп/ },
  { name: 'навигация', pattern: /навигац/ },
  { name: 'автозапуск', pattern: /авто ?запуск/ },
  { name: 'предпусковой подогреватель', pattern: /вебаст|webasto|предпусков/ },
  { name: 'электропривод багажника', pattern: /эл[а-я.]*\s*(?:привод\s+)?багажник/ },
  { name: 'проекция на стекло', pattern: /проекци/ },
  { name: 'фаркоп', pattern: /фаркоп/ },
  { name: 'литые диски', pattern: /лит(?:ые|ье|ых)\s*(?:диск|$|[,.\n])|литье/ },
  { name: 'два комплекта резины', pattern: /(?:2|два|второй)\s*-?(?:й|ой)?\s*комплект[а-я]*\s+(?:резин|колес|шин)|колеса\s+зима[ -,+/]*лето|резина\s+зима[ -,+/]*лето|зима[+/ -]{1,3}лето/ },
  { name: 'светодиодные фары', pattern: /светодиод|led[ -]?фар|диодн[а-я]+\s+фар/ },
  { name: 'ксенон', pattern: /ксенон/ },
  { name: 'третий ряд сидений', pattern: /третий\s+ряд|7\s*мест/ },
]

/** What of the usual equipment the ad names, in words of our own. */
export function findEquipment(text: string): string | null {
  const named = equipmentWords.filter(({ pattern }) => {
    const match = pattern.exec(text)
    return match !== null && !/(?:нет|без|не работает)\s+$/.test(text.slice(Math.max(0, match.index - 14), match.index))
  })
  return named.length === 0 ? null : named.map(({ name }) => name).join(', ')
}
