/**
 * Every name under which people look for a model: «RX 350» is an RX, «FX35» an FX, «Tiggo 7 Pro» a Tiggo 7 and a Tiggo. Another word behind a name is
 * another car: a Land Cruiser Prado is no Land Cruiser.
 */
export function modelNames(model: string): string[] {
  const line = /^(\D*[^\d\s-])[\s-]?\d/.exec(model)?.[1]
  const number = /^\D+\d+(?= )/.exec(model)?.[0]
  return [...new Set([model, ...(number === undefined ? [] : [number]), ...(line === undefined ? [] : [line])])]
}

/** The beginnings, and the model itself, by which a stored model is found under a name: the counterpart of `modelNames`. */
export function modelsNamed(name: string): { exact: string; beginnings: string[] } {
  if (/\d$/.test(name)) return { exact: name, beginnings: /^\D/.test(name) ? [`${name} `] : [] }
  if (/\d/.test(name)) return { exact: name, beginnings: [] }
  return { exact: name, beginnings: ['', ' ', '-'].flatMap((joint) => Array.from({ length: 10 }, (_, digit) => `${name}${joint}${digit}`)) }
}
