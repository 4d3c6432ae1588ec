import { GoogleFailure } from './google-failure.js'

/** A date is a number of days since 30 December 1899 that is shown as a date. */
export type DateValue = { serial: number; shown: string }
export type Value = string | number | boolean | DateValue

/**
 * What a sheet in Russian makes of typed text (USER_ENTERED): numbers, yes and no, dates; a leading apostrophe keeps text. A phone written
 * without spaces becomes a number and loses its plus, as it does in the real sheet. Formulas are refused: nothing here would compute them.
 */
export function enteredValue(text: string): Value {
  if (text.startsWith("'")) return text.slice(1)
  if (text.startsWith('=')) throw new GoogleFailure('INVALID_ARGUMENT', 'the sandbox computes no formulas')
  const plain = text.trim()
  if (/^(?:true|истина)$/i.test(plain)) return true
  if (/^(?:false|ложь)$/i.test(plain)) return false
  if (/^[+-]?\d+(?:,\d+)?$/.test(plain)) return Number(plain.replace(',', '.'))
  return enteredDate(plain) ?? text
}

/** FORMATTED_VALUE: what a person sees in the cell. */
export function shownValue(value: Value | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (typeof value === 'number') return shownNumber(value)
  return typeof value === 'string' ? value : value.shown
}

/** UNFORMATTED_VALUE with dates as serial numbers, the API's default. */
export function rawValue(value: Value | undefined): string | number | boolean {
  if (value === undefined) return ''
  return typeof value === 'object' ? value.serial : value
}

export function isBlank(value: Value | undefined): boolean {
  return value === undefined || value === ''
}

function shownNumber(value: number): string {
  if (Math.abs(value) < 1e15) return String(value).replace('.', ',')
  const [mantissa = '', exponent = ''] = value.toExponential(5).split('e')
  return `${mantissa.replace(/\.?0+$/, '').replace('.', ',')}E${exponent}`
}

function enteredDate(text: string): DateValue | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?: (\d{1,2}:\d{2})(:\d{2})?)?$/.exec(text)
  const russian = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?: (\d{1,2}:\d{2})(:\d{2})?)?$/.exec(text)
  const match = iso ?? russian
  if (!match) return null
  const [first = '', month = '', third = '', time, seconds = ':00'] = match.slice(1)
  const [year, day] = iso ? [first, third] : [third, first]
  const at = Date.parse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${(time ?? '00:00').padStart(5, '0')}${seconds}Z`)
  if (Number.isNaN(at)) return null
  const date = text.split(' ')[0] ?? ''
  return { serial: (at - Date.UTC(1899, 11, 30)) / 86_400_000, shown: time === undefined ? date : `${date} ${time}${seconds}` }
}
