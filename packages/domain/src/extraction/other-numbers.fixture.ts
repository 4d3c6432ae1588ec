type Random = { next(): number }

const headings = ['Lada Granta I, седан\n', 'Ford Focus II, хетчбэк 5 дв.\n', 'Opel Zafira B [рестайлинг], компактвэн 5 дв.\n', 'Солярис в хорошем состоянии. ', 'BMW X5 E70, дизель, автомат\n', 'Mazda 6 II (GH)\n']
const parts = [
  'подвеска', 'ходовая', 'задние стойки', 'амортизаторы', 'рулевая рейка', 'турбина', 'стартер', 'генератор', 'аккумулятор', 'ремень ГРМ с помпой', 'цепь ГРМ', 'сцепление', 'маховик', 'коробка', 'двигатель', 'форсунки', 'ТНВД', 'бензонасос', 'радиатор',
  'кондиционер', 'печка', 'фары', 'лобовое стекло', 'бампер', 'крыло', 'капот', 'дверь', 'пороги', 'арки', 'днище', 'антикор', 'покраска', 'полировка', 'химчистка', 'магнитола', 'сигнализация', 'автозапуск', 'вебаста', 'фаркоп', 'чехлы', 'зимняя резина',
  'летние колёса', 'литые диски', 'ступица', 'шрус', 'кардан', 'редуктор', 'катализатор', 'глушитель', 'масло в коробке', 'прокладка ГБЦ', 'сальники', 'тормоза',
]
const sums = [3, 4.5, 6, 8, 12, 15, 18, 22, 27, 35, 42, 48, 56, 64, 75, 88, 95, 120]
const readings = [5, 8, 12, 15, 20, 30, 40, 60, 75, 90, 100, 120, 150, 180, 210, 240]

/** What a part, a work or a paper cost: never the price of the car. */
export function billOf(random: Random): string {
  const part = pick(random, parts)
  const thousands = pick(random, sums)
  const rubles = inGroups(Math.round(thousands * 1000))
  const sum = pick(random, [`${thousands} тысяч`, `${thousands} тыс`, `${thousands}т.р.`, `${thousands}тр`, `${thousands} тыр`, `${thousands}к`, rubles, `${rubles} руб`, `${rubles}₽`, `${Math.round(thousands * 1000)}р`, `${thousands} тысяч рублей`])
  return pick(random, [
    ...['обошлась в', 'встала в', 'вышла в', 'стоила', '— это', 'поменял за', 'взял за', 'под замену, это', 'примерно', 'от', 'минимум'].map((cost) => `${part} ${cost} ${sum}`),
    ...['отдал', 'заплатил', 'потратил', 'ушло', 'вложил', 'взяли', 'насчитали', 'озвучили', 'чек на'].map((cost) => `${cost} ${sum} за ${part}`),
    `новая ${part}, ${sum} с работой`, `перебрал ${part}, ${sum} по чеку`, `${part} (${sum})`, `${part} - ${sum}`, `${part}: ${sum}`, `в подарок ${part}, стоит ${sum}`, `отдам ${part} за ${sum}`,
  ])
}

/** When something was done, bought or valid: never the year of the car. */
export function dateOf(random: Random): string {
  const part = pick(random, parts)
  const year = `${2012 + Math.floor(random.next() * 13)}${pick(random, ['', 'г', ' г.', ' году', ' года'])}`
  return pick(random, [
    ...['менял', 'сделана', 'новая', 'перебрали', 'поставил', 'обновил'].flatMap((deed) => [`${part} ${deed} в ${year}`, `${part} ${deed} — ${year}`, `${part} ${deed} летом ${year}`]),
    `${part} (${year})`, `${part} - ${year}`, `куплена в салоне в ${year}`, `брал у дилера в ${year}`, `ввезена в ${year}`, `владею с ${year}`, `в семье с ${year}`, `крашено крыло в ${year}`, `осаго до мая ${year}`, `гарантия до ${year}`, `последнее ТО в ${year}`, `диски от ${year}`,
  ])
}

/** At which reading, or how long since, something was done: never the mileage of the car. */
export function readingOf(random: Random): string {
  const part = pick(random, parts)
  const thousands = pick(random, readings)
  const way = pick(random, [`${thousands} тысяч`, `${thousands} тыс.км`, `${thousands} т.км`, `${thousands}к`, `${thousands} 000`, `${thousands} 000 км`, `${thousands}000км`, `${thousands} тысяч км`])
  return pick(random, [
    `${part} менял на ${way}`, `${part} поменял на пробеге ${way}`, `${part} делали около ${way}`, `${part} отходила ${way}`, `${part} проехала всего ${way}`, `${part} ${way} назад менял`, `${part} — ${way} назад`, `после капиталки пробег ${way}`, `масло каждые ${way}`, `хватит ещё на ${way}`, `следующее ТО на ${way}`,
    `гарантия до ${way}`, `контрактный мотор с пробегом ${way}`, `колёса откатали ${way}`, `брал с пробегом ${way}`, `за лето накатал ${way}`, `до ремонта прошёл ${way}`, `ресурс цепи ${way}`, `мотор на ${way} вскрывали`, `последнее ТО на ${way}`, `прошлый хозяин накатал ${way}`,
  ])
}

/** An ad that names no price, year or mileage of its car, with this said in it. */
export function adWith(random: Random, words: string): string {
  const heading = pick(random, headings)
  return heading + pick(random, [`Машина в хорошем состоянии, ${words}. Торг.`, `На ходу. ${words}. Хозяин один, звоните`, `Салон чистый, ${words}, кузов без гнили`, `${words}\nрезина хорошая\nторг`])
}

function inGroups(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ' ')
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random.next() * items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}
