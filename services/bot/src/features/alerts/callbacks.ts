import type { Transmission } from '@cars-bot/domain'
import { idCallback, plainCallback, type CallbackCodec } from '../../callback-codec.js'

export const openAlert = idCallback('alert')
export const pauseAlert = idCallback('alert-pause')
export const deleteAlert = idCallback('alert-delete')
export const findByAlert = idCallback('alert-find')
export const newAlert = plainCallback('alert-new')
/** Under a message about matches: it stays as it is. */
export const pauseFromNotice = plainCallback('alerts:pause')
export const pauseAll = plainCallback('alerts:off')
export const resumeAll = plainCallback('alerts:on')

export const pricePresets = [300_000, 500_000, 700_000, 1_000_000, 1_500_000, 2_000_000, 3_000_000, 5_000_000, 10_000_000] as const
export const yearPresets = [2000, 2005, 2010, 2013, 2016, 2018, 2020, 2022, 2024] as const
export const mileagePresets = [30_000, 50_000, 80_000, 100_000, 150_000, 200_000] as const
export const gearboxes = ['AUTOMATIC', 'MANUAL', 'ROBOT', 'CVT'] as const satisfies readonly Transmission[]

const mostBytes = 64
const name = /^[\p{L}\d][\p{L}\d .'&+/!()-]{0,30}$/u

/** `alert-make:BMW`. */
export const brandCallback: CallbackCodec<string> = {
  encode: (brand) => `alert-make:${brand}`,
  decode(data) {
    const brand = data.startsWith('alert-make:') ? data.slice('alert-make:'.length) : ''
    return name.test(brand) ? { value: brand } : null
  },
}

/** A field of an alert and its new value; null takes the field away. */
export type AlertChange = { alertId: string } & (
  | { field: 'model' | 'city'; value: string | null }
  | { field: 'priceFrom' | 'priceTo' | 'yearFrom' | 'mileageTo'; value: number | null }
  | { field: 'transmission'; value: Transmission | null }
)

export type AlertField = AlertChange['field']

const letters = { model: 'm', city: 'c', priceFrom: 'f', priceTo: 'p', yearFrom: 'y', mileageTo: 'k', transmission: 't' } as const satisfies Record<AlertField, string>
const presets = { priceFrom: pricePresets, priceTo: pricePresets, yearFrom: yearPresets, mileageTo: mileagePresets } as const

/** One for each field: shows what to choose from. */
export const chooseField = {
  model: idCallback('alert-model'),
  city: idCallback('alert-city'),
  priceFrom: idCallback('alert-from'),
  priceTo: idCallback('alert-price'),
  yearFrom: idCallback('alert-year'),
  mileageTo: idCallback('alert-km'),
  transmission: idCallback('alert-gear'),
} as const satisfies Record<AlertField, CallbackCodec<string>>

/** The keys of an object literal declared above, which has no others. */
export const alertFields = Object.keys(letters) as AlertField[]

/** `as:m:<id>:X5`, the id in base64url so that a city's name has room. Whether it fits the Bot API's 64 bytes is for `fits` to say. */
export const changeCallback: CallbackCodec<AlertChange> & { fits(change: AlertChange): boolean } = {
  encode: ({ alertId, field, value }) => `as:${letters[field]}:${shortId(alertId)}:${value ?? ''}`,
  fits: (change) => Buffer.byteLength(changeCallback.encode(change)) <= mostBytes,
  decode(data) {
    const [, letter, short = '', text = ''] = /^as:([a-z]):([\w-]{22}):(.*)$/s.exec(data) ?? []
    const field = alertFields.find((candidate) => letters[candidate] === letter)
    const alertId = longId(short)
    return field === undefined || alertId === null ? null : decodedChange(alertId, field, text)
  },
}

function decodedChange(alertId: string, field: AlertField, text: string): { value: AlertChange } | null {
  switch (field) {
    case 'model':
    case 'city':
      return text === '' || name.test(text) ? { value: { alertId, field, value: text || null } } : null
    case 'transmission': {
      const value = text === '' ? null : gearboxes.find((gearbox) => gearbox === text)
      return value === undefined ? null : { value: { alertId, field, value } }
    }
    case 'priceFrom':
    case 'priceTo':
    case 'yearFrom':
    case 'mileageTo': {
      const offered: readonly number[] = presets[field]
      const value = text === '' ? null : offered.find((preset) => String(preset) === text)
      return value === undefined ? null : { value: { alertId, field, value } }
    }
  }
}

function shortId(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')
}

/** Null for what `shortId` could not have made. */
function longId(short: string): string | null {
  const hex = Buffer.from(short, 'base64url').toString('hex')
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return id.length === 36 && shortId(id) === short ? id : null
}
