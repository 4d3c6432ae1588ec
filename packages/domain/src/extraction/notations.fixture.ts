/** What an ad states, and the same in one of the notations that sellers use. */
export type NotationAd = { text: string; brand: string; model: string; year: number; priceRubles: number; mileageKm: number; phone: string }

type Random = { next(): number }

const cars: readonly (readonly [brand: string, model: string, ...spellings: string[]])[] = [
  ['Toyota', 'Camry', 'Toyota Camry', 'Тойота Камри'], ['Kia', 'Rio', 'Kia Rio', 'Киа Рио'], ['Lada', 'Vesta', 'Lada Vesta', 'Лада Веста'], ['BMW', 'X5', 'BMW X5', 'БМВ Х5'],
  ['Hyundai', 'Solaris', 'Hyundai Solaris', 'Хендай Солярис'], ['Volkswagen', 'Polo', 'VW Polo', 'Фольксваген Поло'], ['Skoda', 'Octavia', 'Skoda Octavia', 'Шкода Октавия'],
  ['Haval', 'Jolion', 'Haval Jolion', 'Хавал Джолион'], ['Nissan', 'Qashqai', 'Nissan Qashqai', 'Кашкай'], ['Ford', 'Focus', 'Ford Focus', 'Форд Фокус'], ['Renault', 'Logan', 'Renault Logan', 'Рено Логан'],
  ['Mazda', 'CX-5', 'Mazda CX-5', 'Мазда СХ-5'], ['Chery', 'Tiggo 4', 'Chery Tiggo 4', 'Чери Тигго 4'], ['Lada', 'Granta', 'Lada Granta', 'Гранта'], ['Mitsubishi', 'Outlander', 'Mitsubishi Outlander', 'Аутлендер'],
  ['Geely', 'Monjaro', 'Geely Monjaro', 'Джили Монжаро'], ['Audi', 'Q7', 'Audi Q7', 'Ауди Ку7'], ['Subaru', 'Forester', 'Subaru Forester', 'Субару Форестер'],
]
const openings = ['Продам ', 'Продаю ', '', '', 'Продаётся ', '🚗 ', '#продажа ', 'В продаже ']
const remarks = ['не бит не крашен', 'один хозяин', 'автомат', 'торг у капота', 'сел и поехал', 'салон чистый', 'ПТС оригинал', 'кондиционер работает', 'звоните', 'вложений не требует', 'состояние хорошее', 'два ключа', 'обмен рассмотрю']
/** Numbers that are neither the price nor the mileage nor the year of the car. */
const otherNumbers = [
  'ГРМ менял на 95 000 км', 'вложено 80 т.р.', 'рынок 1.9 млн', 'скидка 20 т.р. при быстрой сделке', 'масло меняю каждые 7 000 км', 'ОСАГО до 03.2027', 'налог 5 400 руб в год', 'коробку обслуживал на 110 тыс', 'резина 2022 года', 'купил в 2019 году',
  'расход 8-9 литров', 'обмен с доплатой до 300 тыс', 'на учёте с 2021', 'двигатель капиталил 20 тыс назад', 'аккумулятор 2023 года', 'колёса R17 за 60 тыс отдам отдельно', 'гарантия до 150 000 км', 'ТО пройдено на 60 тыс. км', 'в ремонт ушло 45 000 руб',
  '4 подушки', 'камера 360', 'просили 50 тысяч за бампер, сделал сам', 'средняя цена на авито 1 850 000', 'диски 18', 'акб 75 а/ч', 'взнос от 150 000 ₽', 'платёж 25 000 р/мес', 'страховка 35 тыс', 'ремень ГРМ 60т назад', 'масло 5w30', 'после ТО проехал 500 км',
  'на одном баке 700 км', 'утильсбор уплачен 5200', 'растаможка обошлась в 900 тыс', 'сделан капремонт мотора (чеки на 180 000)', 'куплена у дилера за 1,7 млн в 2018', 'предлагали 400, не отдал', 'за 350 не звоните', 'с 2016 года у меня',
  'дилер оценил в 1 100 000', 'по трейд-ину давали 500', 'на авито такие по 950', 'скину 15 тысяч на бензин', 'шины 225/45 R17', 'замена сцепления на 128 000 км', 'турбина новая 45 тыс руб', 'до ТО 3000 км', 'прошлый владелец ездил 30 тыс в год',
  'разгон 9.8 с', 'мощность 150 л.с.', 'объём 1.6', 'клиренс 205 мм', 'багажник 480 л', '7 мест', 'страховка до 12.05.2027', 'следующее ТО на 120 000', 'осмотр на СТО 2 000 руб', 'кредит одобрен на 700 тыс', 'сезон 2024 на этой резине',
  'магнитола на андроиде 10', 'стёкла 2015 года родные', 'в 2022 меняли лобовое', 'сварка порогов 2023', 'вложения 30-40 тысяч', 'запас хода 400 км',
]
const lineBreaks = ['\n', '\n', '\n• ', '\n— ', '\n✅ ', '\n🔹 ', '\n\n', '\n- ']
const separators = [', ', ', ', '. ', '; ', ' | ', ' / ', ' • ', '! ']

/** An ad put together at random: a car, its data in any notation and order, with other numbers and remarks between. The same seed gives the same ads. */
export function notationAd(random: Random): NotationAd {
  const [brand, model, ...spellings] = pick(random, cars)
  const year = 2005 + whole(random, 21)
  const priceRubles = (random.next() < 0.5 ? 150 + whole(random, 84) * 10 : 1000 + whole(random, 60) * 50) * 1000
  const mileageKm = (5 + whole(random, 300)) * 1000
  const digits = `900${String(1_000_000 + whole(random, 9_000_000))}`
  const stated = pick(random, yearNotations(random, year))
  const data = [pick(random, mileageNotations(mileageKm)), pick(random, priceNotations(priceRubles)), ...some(random, 0, otherNumbers), ...some(random, 1, remarks)]
  const isInHeading = random.next() < 0.6
  const parts = shuffled(random, isInHeading ? data : [...data, stated])
  const isLined = random.next() < 0.6
  const heading = [pick(random, openings) + pick(random, spellings), ...(isInHeading ? [stated] : [])].join(pick(random, isLined ? [' ', ', ', '\n'] : [' ', ', ']))
  const text = [heading, ...parts].join(pick(random, isLined ? lineBreaks : separators)) + (isLined ? '\n' : '. ') + pick(random, phoneNotations(digits))
  const shout = random.next()
  return { text: shout < 0.1 ? text.toUpperCase() : shout < 0.25 ? text.toLowerCase() : text, brand, model, year, priceRubles, mileageKm, phone: `+7${digits}` }
}

function priceNotations(rubles: number): string[] {
  const thousands = rubles / 1000
  const millions = rubles / 1_000_000
  const grouped = inGroups(rubles, ' ')
  const dearer = inGroups(rubles + 100_000, ' ')
  const usual = [
    `Цена ${grouped} ₽`, `цена: ${inGroups(rubles, '.')}р`, `Цена - ${rubles} руб.`, `💰 ${grouped} руб`, `Стоимость: ${grouped} рублей`, `Прошу ${thousands}т.р.`, `цена ${thousands} тыс`, `${thousands} т.р. торг`, `Отдам за ${thousands}к`, `${grouped}₽`,
    `Цена:${thousands}тр`, `💵${inGroups(rubles, '.')}₽ (торг)`, `Ценник ${thousands} тыщ`, `за ${thousands} тыс. руб.`, `${rubles}р без торга`, `Price: ${inGroups(rubles, ',')} руб.`, `цена ${grouped}, небольшой торг`, `Продажа за ${thousands} тыс`,
    `💲Цена: ${grouped} ₽`, `ЦЕНА ${grouped}`, `Цена ${grouped}руб. Торг у капота`, `Стоит ${thousands} тыс.`, `Цена — ${grouped} ₽ наличными`, `Цена:\n${grouped} ₽`, `Продаётся за ${grouped} руб`, `${thousands}тыр`, `Цена договорная, в районе ${thousands} т.р.`,
    `Цена ${thousands}.000`, `цена ${thousands}т`, `прошу ${rubles}`, `цена: ${thousands} тыс. ₽`, `За наличные ${grouped}`, `Последняя цена ${thousands} т.р.`, `Цена снижена! ${grouped} ₽`, `💰Цена💰 ${grouped}`, `Цена = ${rubles}`, `Цена(руб): ${grouped}`,
    `${grouped} российских рублей`, `Цена с учетом скидки ${grouped}`, `Старая цена ${dearer}, новая ${grouped}`, `было ${dearer} стало ${grouped}`, `${thousands + 50} -> ${thousands} т.р.`, `прошу за неё ${thousands} тыс`, `цена ${grouped} р, обмен не интересует`,
    `по деньгам ${thousands} т.р.`, `Цена при быстрой продаже ${thousands} т.р.`, `уступлю за ${thousands} т.р.`, `цена окончательная ${grouped}`, `срочно ${thousands} т.р.`, `${thousands}000₽`, `цена 🔥 ${grouped} 🔥`, `Цена на сегодня: ${grouped}₽`,
  ]
  if (millions < 1) return usual
  const comma = String(millions).replace('.', ',')
  return [...usual, `${comma} млн`, `цена ${millions}млн`, `${millions} млн руб`, `прошу ${millions} ляма`, `Цена: ${comma} млн.руб.`, `за ${millions} млн.`, `${millions}кк`]
}

function mileageNotations(km: number): string[] {
  const thousands = km / 1000
  const grouped = inGroups(km, ' ')
  return [
    `Пробег ${grouped} км`, `пробег: ${inGroups(km, '.')}км`, `Пробег ${thousands} т.км`, `${thousands} тыс км`, `пробег ${thousands}тыс`, `Пробег - ${thousands} 000`, `${thousands}т.км.`, `пробег ${km}`, `🛣 ${grouped} км`, `Пробег: ${thousands} тыс.км`,
    `пробежала ${thousands} тысяч`, `пробег ${thousands}к`, `${thousands} ткм пробег`, `Одометр ${grouped}`, `Километраж ${thousands} тыс. км`, `пробег родной ${thousands} тыс`, `пробег ${thousands}т`, `${km} км`, `Пробег всего ${thousands} тыс. километров`,
    `пробег реальный ${grouped} км`, `${thousands} тыс. пробега`, `пробег на сегодня ${thousands} т.км`, `Пробег (км): ${grouped}`, `Пробег, км: ${km}`, `проехала ${thousands} тыс. км`, `Пробег ✅ ${grouped} км`, `${thousands}000 пробег`, `пробег по факту ${thousands} т`,
    `реальные ${thousands} тыс км`, `всего ${thousands}000км`, `с пробегом ${thousands} тыс`, `пробег пока ${grouped}`, `на одометре ${thousands} тыс`, `(пробег ${thousands}т.км)`, `пробег ${thousands}, не скручен`, `пробег чуть больше ${thousands}т`,
    `${thousands} тысяч км пробег`, `${thousands} тысяч на одометре`, `прошла ${thousands} т.км`, `Пробег ~${thousands} т.км`, `${thousands}к км`, `Пробег ≈ ${grouped} км`, `Пробег ${thousands}т км (по приборам)`, `спидометр ${thousands} тыс`,
  ]
}

function yearNotations(random: Random, year: number): string[] {
  const short = String(year).slice(2)
  return [
    `${year}`, `${year} г.`, `${year}г.в.`, `${year} года`, `${year} г.в`, `${year} год`, `Год: ${year}`, `Год выпуска: ${year}`, `выпуск ${year}`, `${short} год`, `${short}г`, `${short} г.в.`, `${year}года выпуска`, `Год выпуска - ${year} г.`, `📅 ${year}`, `г.в. ${year}`,
    `(${year})`, `${year}гв`, `0${1 + whole(random, 9)}.${year}`, `Год выпуска: 1${whole(random, 3)}.${year}`, `модельный год ${year}`, `«${year}»`, `'${short}`, `выпущен в ${year} году`, `${year}-го года`, `Год ${year}`, `конец ${year}`, `Г/в ${year}`,
  ]
}

function phoneNotations(digits: string): string[] {
  const [a, b, c, d] = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6, 8), digits.slice(8)]
  return [
    `+7${digits}`, `8${digits}`, `8 ${a} ${b} ${c} ${d}`, `8(${a})${b}-${c}-${d}`, `+7 (${a}) ${b}-${c}-${d}`, `8-${a}-${b}-${c}-${d}`, `тел. 8${digits}`, `7${digits}`, `8.${a}.${b}.${c}.${d}`, `${a} ${b} ${c} ${d}`, `8 (${a}) ${b} ${c} ${d}`,
    `Тел:8${a}${b}-${c}-${d}`, `📞 8 ${a} ${b}${c}${d}`, `т.8${digits} Иван`, `звонить 8 ${digits}`, `wa.me/7${digits}`, `8 ${a}-${b}-${c}${d}`, `WhatsApp +7${digits}`, `☎️8(${a}) ${b}-${c}${d}`,
  ]
}

function inGroups(number: number, by: string): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, by)
}

function whole(random: Random, below: number): number {
  return Math.floor(random.next() * below)
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[whole(random, items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

/** `least` to `least + 2` of them. */
function some(random: Random, least: number, items: readonly string[]): string[] {
  return Array.from({ length: least + whole(random, 3) }, () => pick(random, items))
}

function shuffled(random: Random, items: readonly string[]): string[] {
  return items.map((item) => ({ item, place: random.next() })).sort((left, right) => left.place - right.place).map(({ item }) => item)
}
