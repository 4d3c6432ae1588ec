import { stripVTControlCharacters } from 'node:util'
import jsQR from 'jsqr'

const moduleSize = 4

/** What a QR code says that was drawn last in half blocks, read from a picture of it as a phone's camera would. Light modules are the filled ones. */
export function readCode(output: string): string {
  const lines = output.split('\n').map((line) => stripVTControlCharacters(line))
  const last = lines.findLastIndex((line) => isDrawn(line))
  const first = lines.slice(0, last).findLastIndex((line) => !isDrawn(line)) + 1
  const rows = lines.slice(first, last + 1).flatMap((line) => ['█▀', '█▄'].map((light) => line.split('').map((block) => light.includes(block))))
  const width = (rows[0]?.length ?? 0) * moduleSize
  const pixels = rows.flatMap((row) => Array.from({ length: moduleSize }, () => row.flatMap((isLight) => Array.from({ length: moduleSize }, () => (isLight ? 255 : 0))))).flat()
  const found = jsQR.default(Uint8ClampedArray.from(pixels.flatMap((value) => [value, value, value, 255])), width, pixels.length / width)
  if (!found) throw new Error(`no QR code can be read from:\n${output}`)
  return found.data
}

function isDrawn(line: string): boolean {
  return line.length > 20 && /^[█▀▄ ]+$/.test(line)
}
