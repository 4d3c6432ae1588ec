const cars = [
  ['Toyota', 'Camry'], ['Kia', 'Rio'], ['Hyundai', 'Solaris'], ['Volkswagen', 'Polo'], ['Skoda', 'Octavia'],
  ['Renault', 'Logan'], ['Nissan', 'Qashqai'], ['Mazda', 'CX-5'], ['BMW', 'X5'], ['Ford', 'Focus'],
] as const

/** The n-th of a row of ads of different cars by different sellers, in the manner of a dealer's channel. Names and numbers are invented. */
export function numberedAd(n: number): { text: string; brand: string; model: string; phoneDigits: string; photos: number } {
  const [brand, model] = cars[n % cars.length] ?? cars[0]
  const year = 2008 + (n % 15)
  const phoneDigits = `7900${String(1_000_000 + n * 7)}`
  const text = [
    `Продаётся ${brand} ${model}, ${year} год`,
    `Двигатель ${['1.4', '1.6', '2.0', '2.5'][n % 4]} л, ${['автомат', 'механика', 'вариатор'][n % 3]}, пробег ${40 + n * 3} тыс. км`,
    `${1 + (n % 3)} владелец по ПТС, ${['не бита', 'есть второй комплект резины', 'обслуживалась у дилера'][n % 3]}`,
    `Цена ${(600 + n * 17) * 1000} руб., торг у капота`,
    `Звоните: +${phoneDigits}`,
  ].join('\n')
  return { text, brand, model, phoneDigits, photos: n % 4 }
}
