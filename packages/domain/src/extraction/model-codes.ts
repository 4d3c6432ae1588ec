export type CodedModel = { model: string; words: number }

const cyrillicCodes: Record<string, string> = { ф: 'f', г: 'g', д: 'd', и: 'i', л: 'l', ц: 'c', ж: 'g', ю: 'u' }

/** «Ф10», «Е200», «530д» in the Latin letters that are meant; for words folded already. */
function latinCode(word: string): string {
  return word.length > 2 ? word : word.replace(/[фгдилцжю]/g, (letter) => cyrillicCodes[letter] ?? letter)
}

/** «320d», «F10 520i» behind BMW → the series; null when the words are no index. */
function bmwSeries(words: string[]): CodedModel | null {
  const [first = '', second = ''] = words.map(latinCode)
  if (/^[1-8]\d\d$/.test(first) && /[0-9]$/.test(first)) {
    const suffix = /^(?:i|d|x|xi|xd|li|ld|ix|ci|ti|td|tds|is|e|xдрайв)$/.test(second) ? 2 : 1
    return { model: `${first.charAt(0)} Series`, words: suffix }
  }
  if (/^[emfgu]$/.test(first) && /^\d{2}$/.test(second)) {
    const model = bmwBodies.get(first + second)
    return model ? { model, words: 2 } : null
  }
  return null
}

/** «E200», «E 200», «W212» behind Mercedes → the class. A Cyrillic «В» may be meant for W. */
function mercedesClass(words: string[]): CodedModel | null {
  const [first = '', second = ''] = words.map(latinCode)
  const isIndex = /^\d{2,3}$/.test(second)
  const body = /^[wbvs]$/.test(first) && isIndex ? (mercedesBodies.get(`w${second}`) ?? null) : null
  if (body && (first !== 'b' || !/^(?:150|160|170|180|200|220|250)$/.test(second))) return { model: body, words: 2 }
  if (/^[abcegsv]$/.test(first) && (isIndex || second.startsWith('k'))) return { model: `${first.toUpperCase()}-Class`, words: 2 }
  return null
}

/** The index or body code that names the model of a make without saying it. */
export function codedModelOf(brand: string, words: string[]): CodedModel | null {
  if (brand === 'BMW') return bmwSeries(words)
  return brand === 'Mercedes-Benz' ? mercedesClass(words) : null
}

/** The make and model that codes tell without any name: «S400 W222», «530d F10». A body code and an index of the same series must both stand there. */
export function codedCar(words: string[]): { brand: string; model: string; at: number } | null {
  const pairs = words.map((word, at) => ({ first: latinCode(word), second: words[at + 1] ?? '', at }))
  const body = pairs.flatMap(({ first, second, at }) => {
    const mercedes = first === 'w' ? mercedesBodies.get(`w${second}`) : undefined
    const bmw = bmwBodies.get(first + second)
    return mercedes ? [{ brand: 'Mercedes-Benz', model: mercedes, at }] : bmw ? [{ brand: 'BMW', model: bmw, at }] : []
  })[0]
  if (!body) return null
  const index = pairs.some(({ first, second }) => (body.brand === 'BMW' ? /^[1-8]\d\d$/.test(first) && first.charAt(0) === body.model.charAt(0) : /^\d{2,3}$/.test(second) && first !== 'w' && body.model.toLowerCase().startsWith(first)))
  return index ? body : null
}

const bmwBodies = bodies({
  '1 Series': 'e81 e82 e87 e88 f20 f21 f40',
  '2 Series': 'f22 f44 f45 f46 g42',
  '3 Series': 'e21 e30 e36 e46 e90 e91 e92 e93 f30 f31 f34 g20 g21',
  '4 Series': 'f32 f33 f36 g22 g26',
  '5 Series': 'e12 e28 e34 e39 e60 e61 f07 f10 f11 g30 g31 g60',
  '6 Series': 'e24 e63 e64 f06 f12 f13 g32',
  '7 Series': 'e23 e32 e38 e65 e66 f01 f02 g11 g12 g70',
  '8 Series': 'e31 g15 g16',
  X1: 'e84 f48 u11',
  X3: 'e83 f25 g01',
  X4: 'f26 g02',
  X5: 'e53 e70 f15 g05',
  X6: 'e71 f16 g06',
  X7: 'g07',
  Z4: 'e85 e86 e89 g29',
})

const mercedesBodies = bodies({
  'A-Class': 'w168 w169 w176 w177',
  'B-Class': 'w245 w246 w247',
  'C-Class': 'w202 w203 w204 w205 w206',
  'E-Class': 'w210 w211 w212 w213 w214',
  'S-Class': 'w116 w126 w140 w220 w221 w222 w223',
  'G-Class': 'w460 w461 w463 w464',
  'M-Class': 'w163 w164 w166',
  'R-Class': 'w251',
  'V-Class': 'w447',
  Vito: 'w638 w639',
  W124: 'w124',
  W123: 'w123',
})

function bodies(table: Record<string, string>): Map<string, string> {
  return new Map(Object.entries(table).flatMap(([model, codes]) => codes.split(' ').map((code): [string, string] => [code, model])))
}
