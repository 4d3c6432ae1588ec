import { postSigns, type PostSign } from './catalogue/post-signs.js'
import type { PostClass, PostKind } from './types.js'

/** What the other rules found, as far as the class depends on it. */
export type Signals = {
  text: string
  hasBrand: boolean
  hasModel: boolean
  /** The car is named in the first line. */
  isCarFirst: boolean
  /** The first line is the car's name and no more, as on a board. */
  isCarTitle: boolean
  /** Where the first car is named, the text's length without one. */
  carAt: number
  hasPrice: boolean
  hasYear: boolean
  hasMileage: boolean
  hasOwners: boolean
  hasEngine: boolean
  hasTransmission: boolean
  hasContact: boolean
  /** Whose text says that the car is gone. */
  isSold: boolean
  /** To an ad of one car on a board. */
  hasAdLink: boolean
  /** Different models named outright, and how many of them have a price and a year of their own before the next one. */
  models: number
  priced: number
  dated: number
}

export type Classification = { class: PostClass; kind: PostKind; confidence: number }

const sale = /(?<![а-я])(?:кому (?:надо|нуж(?:на|ен|но))|ищ(?:у|ем|ет) (?:ей |ему )?(?:нов[а-я]+ )?(?:хозя|владел|семь|покупат|хороши[а-я]+ рук)|доступ(?:ен|на|но) к (?:покупке|заказу)|готов[ао]? к (?:покупке|продаже|сделке)|выкуплен[ао]? и доступ|прода(?:м|ю|ется|ем|жа|ются)(?![а-я])|в продаже|на продаже|отдам|уступлю|продается|срочная продажа|чистая продажа|обменяю|меняю(?! масл)|реализ)/
const conditions: RegExp[] = [
  /(?:отличн|хорош|идеальн|достойн|нормальн|неплох|рабоч|удовлетвор|безупречн|образцов|шикарн|супер)[а-я]*\s+(?:(?:тех[а-я.]*|внешн[а-я]*|и)\s*){0,3}состояни|состояни[а-я]*\s*(?:-|:)?\s*(?:на\s+)?(?:отличн|хорош|идеал|достойн|5|пять|супер|огонь|нов)/,
  /не\s*бит|не\s*краш|без\s+дтп|днище|порог[иа](?![а-я])|арки(?![а-я])|родн[а-я]+\s+краск|в\s+родной|окрас|по\s+кузову|кузов|рыжик|ржавчин|не\s*гнил|сколы|царапин/,
  /вложени[йяе]\s+не\s+треб|без\s+вложен|сел\s+и?\s*поехал|на\s+(?:полном\s+)?ходу|садись\s+и\s+едь|требу[её]т\s+(?:ремонт|вложен|уход)|заводится|езжу\s+(?:каждый|ежедн)|обслужен/,
  /торг(?![а-я])|торг\s+(?:у\s+капота|уместен|при\s+осмотре)|без\s+торга|у\s+капота|небольшой\s+торг/,
  /обмен(?![а-я]*\s+(?:валют|опыт))|рассмотрю\s+(?:варианты\s+)?обмен|ключ\s+в\s+ключ|перекуп|автосалон[а-я]*\s+(?:не|просьба)/,
  /собственник|хозя[ий]|владел[еь]ц|птс|стс|юридически\s+чист|без\s+(?:запретов|залогов|ограничений|штрафов|арест)|документ/,
  /резин[а-я]*|колес[а-я]*\s+(?:зима|лето)|литье|шипы|зима[ ,/+-]*лето|сигнализаци|автозапуск|магнитол|музыка|кондиционер|кондер|климат|подогрев|гур|абс|стеклопод|комплектаци|кожа|люк|камера/,
  /двигател[а-я]*|двс|мотор|масл[оа]\s+не|коробк|акпп|мкпп|подвеск|ходов|грм|сцеплени|капремонт|ремонт\s+двиг/,
  /пробег/,
  /салон\s+(?:чист|ухож|не\s*прокур|в\s+(?:отл|хор|идеал))|не\s*прокур|не\s+курил|гаражн[а-я]+\s+хранен|бережн/,
  /по\s+телефону|звоните|звонить|пишите|писать\s+в|вопросы\s+по|осмотр|показ/,
]
const heading = /^[^\n]{2,80}(?:\d\s+поколени|\d+\s+серия?\s|(?:седан|хетчбэк|универсал|кроссовер|внедорожник|минивэн|купе|лифтбэк|пикап|фургон|кабриолет)\s+\d\s+дв|,\s*(?:19|20)\d\d\s*(?:\n|$)|\([a-zа-я0-9/ ]{2,8}\)\s*(?:рестайлинг\s*)?(?:(?:19|20)\d\d)?\s*(?:\n|$))/

type Sign = { kind: PostKind; weight: number; pattern: RegExp }

const signs: Record<PostSign['where'], Sign[]> = { subject: signsOf('subject'), lead: signsOf('lead'), nature: signsOf('nature'), anywhere: signsOf('anywhere'), certain: signsOf('certain') }

function signsOf(where: PostSign['where']): Sign[] {
  return postSigns.filter((sign) => sign.where === where).map(({ kind, weight, words }) => ({ kind, weight, pattern: new RegExp(`(?<![а-яa-z])(?:${words.join('|')})`, 'gu') }))
}

/** What a post is for is said at its beginning. */
const telling = 2000
/** As long as an ad that names the car, its year or price and its state may be. */
const shortAd = 250
/** Where a car is offered in full only the very first words can say otherwise. */
const opening = 60
/** What it is about stands in its first words. */
const head = 160

/** Selling only when one concrete car is offered. Weighs what a text says for a sale against what it says for anything else. */
export function classify(signals: Signals): Classification {
  const text = signals.text.slice(0, telling)
  const scores = new Map<PostKind, number>()
  const add = (table: Map<PostKind, number>, kind: PostKind, weight: number): unknown => table.set(kind, (table.get(kind) ?? 0) + weight)
  for (const { kind, weight, pattern } of signs.anywhere) {
    const hits = countHits(text, pattern, 6)
    if (hits > 0) add(scores, kind, weight * (1 + (hits - 1) * 0.6))
  }
  const certain = new Map<PostKind, number>()
  const carAt = signals.hasBrand ? signals.carAt : (someCar.exec(text)?.index ?? text.length)
  if (signals.isSold) return { class: 'INFORMATIVE', kind: 'other', confidence: sureOfSold }
  const isFull = isFullOffer(signals)
  for (const { kind, weight, pattern } of signs.subject) if (isSubject(text, pattern, isFull ? Math.min(carAt, opening) : carAt)) add(isFull && dealersTalk.has(kind) ? scores : certain, kind, weight)
  for (const { kind, weight, pattern } of isFull || isCarOffered(text, signals.carAt) ? [] : signs.lead) if (isSubject(text, pattern, carAt)) add(certain, kind, weight)
  for (const { kind, weight, pattern } of signs.certain) if (countHits(text, pattern, 1) > 0) add(certain, kind, weight)
  for (const { kind, weight, pattern } of signs.nature) if (isNature(text, pattern, signals.carAt)) add(certain, kind, weight)
  const selling = sellingScore(signals)
  const softened = soften(scores, signals)
  for (const [kind, score] of certain) add(softened, kind, score)
  const [kind, against] = [...softened].sort((left, right) => right[1] - left[1])[0] ?? ['other' as const, 0]
  if (isManyCars(signals) || /(?<![\dа-я])(?:две|два|три|четыре|несколько|[2-5])\s+(?:[а-я]+(?:ые|ых|ие|их)\s+)?$/.test(text.slice(0, carAt)) || /(?<![\dа-я])(?<!обмен[а-я]* (?:на )?)(?:две|2|три|несколько)[ \t]+машин/.test(text.slice(0, head)) || fleet.test(text.slice(0, Math.min(head, carAt)))) return { class: 'INFORMATIVE', kind: 'many-cars', confidence: 0.85 }
  const margin = selling - against - 4
  const confidence = 1 / (1 + Math.exp(-Math.abs(margin) / 2))
  if (margin > 0) return { class: 'SELLING', kind: 'car-sale', confidence }
  const best: PostKind = against > 0 ? kind : 'other'
  return { class: best === 'humour' ? 'ENTERTAINING' : 'INFORMATIVE', kind: best, confidence }
}

const sureOfSold = 0.95

/** «Арестовали 25 автомобилей, среди них…» */
const fleet = /(?<![\dа-я.,])(?:[1-9]\d{0,3}|десятк[а-я]+|сотн[а-я]+|тысяч[а-я]*)\s+(?:[а-я]+(?:ых|их)\s+)?(?:автомобил(?:ей|я)|авто|машин[ы]?|иномар[а-я]+)(?![а-я])(?!\s+(?:базар|рынок|центр|салон|хаб|мир|плюс|маркет))/

const offer = /(?<![а-я])(?:прода(?:м|ю|ем|ется|ются|жа)|отда(?:м|ю)|(?:об|по)?меня(?:ю|ем))(?![а-я])/g
/** What may stand between «продам» and the car: its description, the reason, the seller's feelings. */
const aboutCar = /^(?:\d+|в|во|на|из|за|по|с|со|к|от|и|или|не|а|но|до|у|для|под|после|без|при|это|как|все|свою?|свой|мо[юйя]|наш[ау]?|очень|срочн.*|недорого|дешево|быстро|обмен.*|меняю|прода.*|отда.*|торг.*|авто.*|машин.*|тачк.*|тачил.*|ласточк.*|легков.*|седан.*|хе?э?тч.*|универсал.*|кроссовер.*|внедорож.*|джип.*|мини?вэ?е?н.*|пикап.*|фургон.*|микроавтобус.*|купе|кабрио.*|лифтбе?э?к.*|тс|транспорт.*|вариант.*|экземпляр.*|коня|конь|зверя|зверь|красав.*|друга|друг|жемчуж.*|птичк.*|бусик|бус|малыш.*|девочк.*|помощник.*|трудяг.*|рабоч.*|семейн.*|крепк.*|жив.*|переезд.*|покупк.*|ненадобност.*|восстановлени.*|запчаст.*|разбор.*|ходу|ниже|рынк.*|цен.*|связи|причин.*|год.*|г|собственник.*|хозя.*|руб.*|тыс.*|т|р|км|легенд.*|японц.*|немц.*|корейц.*|китайц.*|праворук.*|леворук.*|полноприводн.*|дизель.*|бензин.*|.*(?:[ыо]й|ий|[уюа]ю|[оеё]е|[ая]я|ого|его|ые|ие|ый|ом|ем))$/u

/** The post opens with a question to its readers: «Кто недавно продавал…?», «Стоит ли…?» */
const asked = /^[^\p{L}\d]*(?:(?:ребят[а]?|друзья|народ|всем привет|привет|добрый день|здравствуйте|подскажите|вопрос)[,.!: ]+)*(?:кто|как(?:ой|ая|ое|ую|ие)?|что|почему|зачем|сколько|где|когда|чем|стоит ли|можно ли|есть ли|нормально ли|реально ли)(?![а-я])(?:[^.!\n]|\.\d){0,120}\?/u

/** «Ребят, решился, отдаю свою Приору»: what is offered is the car itself. */
function isCarOffered(text: string, carAt: number): boolean {
  const between = /(?<![а-я])(?:прода(?:м|ю|ем|ется)|отда(?:м|ю|ем)|расста(?:юсь|емся) со?)((?: [а-я]+){0,4})[ «"]+$/.exec(text.slice(Math.max(0, carAt - 60), carAt))?.[1]
  return between !== undefined && carAt < head && (between.match(/[а-я]+/g) ?? []).every((word) => aboutCar.test(word))
}

/** A car without its name. */
const someCar = /(?<![а-я])(?<!стиральн[а-я]+ |швейн[а-я]+ |посудомоечн[а-я]+ )(?:автомобил[ьея](?![а-я])|авто(?![а-я])|машин[ауы]?(?![а-я])|тачк[ауи]|ласточк[ауи]|ходовк[аи]|двс|двигатель|пробег)/

/** «Продам гараж, войдёт Газель»: what is offered, before any car is named, is no car. */
function offersSomethingElse(text: string, carAt: number): boolean {
  offer.lastIndex = 0
  const match = offer.exec(text.slice(0, head))
  if (!match || match.index > carAt) return false
  const clause = text.slice(match.index + match[0].length, Math.min(carAt, match.index + 100)).split(/[\n.,;:!?(]/, 1)[0] ?? ''
  const object = (clause.match(/[а-яa-z]+|\d+/g) ?? []).slice(0, 6)
  return object.some((word) => !aboutCar.test(word))
}

/** Make and model and no other, a price, a way to the seller and the car's own data: one car is offered here, whatever stands around it. */
function isFullOffer({ models, hasBrand, hasModel, hasPrice, hasContact, hasMileage, hasYear, hasOwners, hasEngine, hasTransmission }: Signals): boolean {
  const data = [hasMileage, hasYear, hasOwners, hasEngine || hasTransmission].filter(Boolean).length
  return models <= 1 && hasBrand && hasModel && hasPrice && hasContact && data >= 2
}

/** What a dealer says around a car of his: it weighs less where that car is offered in full. */
const dealersTalk: ReadonlySet<PostKind> = new Set(['service', 'news'])

function wordsBefore(text: string, carAt: number): string[] {
  return text.slice(0, carAt).match(/[а-я]+/g) ?? []
}

function sellingScore(signals: Signals): number {
  const { text } = signals
  let score = 0
  const grounds = conditions.filter((pattern) => pattern.test(text)).length
  if (signals.hasBrand) score += 2.5
  else score += grounds >= 2 && someCar.test(text) ? Math.min(2.5, grounds - 1) : -2
  if (signals.hasModel) score += 1.5
  if (signals.isCarFirst && wordsBefore(text, signals.carAt).every((word) => aboutCar.test(word))) score += 1.5
  if (sale.test(text) || signals.hasAdLink) score += 3
  if (signals.isCarFirst && heading.test(text)) score += 3
  else if (signals.isCarTitle) score += 2
  if (signals.hasPrice) score += 1.5
  if (signals.hasYear) score += 1
  if (signals.hasMileage) score += 1.5
  if (signals.hasOwners) score += 1.5
  if (signals.hasEngine) score += 0.5
  if (signals.hasTransmission) score += 0.7
  if (signals.hasContact) score += 0.7
  if (isFullOffer(signals)) score += 1.5
  const isOffered = sale.test(text) || signals.hasMileage || signals.hasOwners || signals.hasContact || grounds >= 2 || heading.test(text) || (signals.isCarTitle && grounds >= 1) || (signals.hasPrice && signals.hasYear) || signals.hasAdLink || (signals.isCarFirst && (signals.hasPrice || signals.hasYear) && grounds >= 1 && text.length < shortAd)
  if (!isOffered) score -= 4
  if (offersSomethingElse(text, signals.carAt)) score -= 8
  if (asked.test(text)) score -= 7
  if (/\?/.test(text) && !sale.test(text) && !signals.hasContact && !heading.test(text)) score -= 4
  return score + Math.min(4, grounds * 0.8)
}

/** An ad for a car may speak of spare parts, tuning bills or insurance; with the car's own numbers stated these weigh less. */
function soften(scores: Map<PostKind, number>, signals: Signals): Map<PostKind, number> {
  const own = [signals.hasMileage, signals.hasOwners, signals.hasPrice && signals.hasYear, sale.test(signals.text.slice(0, 200)) && signals.hasBrand, signals.isCarTitle || (signals.isCarFirst && heading.test(signals.text)), isFullOffer(signals)].filter(Boolean).length
  const soft: PostKind[] = ['wanted', 'service', 'news', 'other', 'humour', 'job', 'rental', 'real-estate']
  return new Map([...scores].map(([kind, score]) => [kind, soft.includes(kind) ? score * Math.max(0.35, 1 - own * 0.25) : score]))
}

/** Several cars, each with numbers of its own. */
function isManyCars({ models, priced, dated }: Signals): boolean {
  return (models >= 2 && priced >= 2 && dated >= 2) || (models >= 3 && priced >= 3) || (models >= 3 && dated >= 3) || (models >= 5 && priced >= 2)
}

/** The post begins with this, before it names any car. */
function isSubject(text: string, pattern: RegExp, carAt: number): boolean {
  pattern.lastIndex = 0
  const match = pattern.exec(text.slice(0, head))
  return match !== null && match.index <= carAt && !/(?<![а-я])(?:обмен[а-я]*|меняю|после|без|не|сделан[а-я]*)\s+(?:на\s+|нужн[а-я]+\s+)?$/.test(text.slice(0, match.index))
}

/** The post is about this kind of vehicle: named before any car or as part of its name, and not as what is taken in exchange. */
function isNature(text: string, pattern: RegExp, carAt: number): boolean {
  pattern.lastIndex = 0
  const match = pattern.exec(text.slice(0, head))
  return match !== null && match.index <= carAt + 30 && !/(?<![а-я])(?:обмен|меня|рассмотр|тянет|буксир|возил|под|для|и|или|на|с)[^\n.!]{0,24}$/.test(text.slice(Math.min(carAt, match.index), match.index))
}

function countHits(text: string, pattern: RegExp, limit: number): number {
  pattern.lastIndex = 0
  let hits = 0
  while (hits < limit && pattern.exec(text)) hits += 1
  return hits
}
