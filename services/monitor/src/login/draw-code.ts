import { encode } from 'uqr'

/** Light modules around the code, which readers need to find it. */
const quietZone = 2

/** A QR code in half blocks, light on dark: two rows of modules in each line. `hasColours` makes it so on a terminal with a light background, too. */
export function drawCode(text: string, hasColours: boolean): string[] {
  const { data, size } = encode(text, { border: quietZone, ecc: 'L' })
  const isLight = (row: number, column: number): boolean => row < size && data[row]?.[column] === false
  return Array.from({ length: Math.ceil(size / 2) }, (_, pair) => {
    const line = Array.from({ length: size }, (_column, column) => blockOf(isLight(pair * 2, column), isLight(pair * 2 + 1, column))).join('')
    return hasColours ? `\u001B[97;40m${line}\u001B[0m` : line
  })
}

function blockOf(isUpperLight: boolean, isLowerLight: boolean): string {
  if (isUpperLight) return isLowerLight ? '█' : '▀'
  return isLowerLight ? '▄' : ' '
}
