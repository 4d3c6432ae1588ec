import { idCallback, plainCallback, type CallbackCodec } from '../../callback-codec.js'

export const openAlert = idCallback('alert')
export const pauseAlert = idCallback('alert-pause')
export const deleteAlert = idCallback('alert-delete')
export const findByAlert = idCallback('alert-find')
export const chooseModel = idCallback('alert-model')
export const choosePrice = idCallback('alert-price')
export const chooseYear = idCallback('alert-year')
export const newAlert = plainCallback('alert-new')
/** Under a message about matches: it stays as it is. */
export const pauseFromNotice = plainCallback('alerts:pause')
export const pauseAll = plainCallback('alerts:off')
export const resumeAll = plainCallback('alerts:on')

export const pricePresets = [500_000, 1_000_000, 1_500_000, 2_000_000, 3_000_000, 5_000_000] as const
export const yearPresets = [2005, 2010, 2013, 2016, 2019, 2022] as const

const mostBytes = 64
const name = /^[\p{L}\d][\p{L}\d .'&+/!-]{0,30}$/u

/** `alert-make:BMW`. */
export const brandCallback: CallbackCodec<string> = {
  encode: (brand) => `alert-make:${brand}`,
  decode(data) {
    const brand = data.startsWith('alert-make:') ? data.slice('alert-make:'.length) : ''
    return name.test(brand) ? { value: brand } : null
  },
}

/** A field of an alert and its new value; null takes the field away. */
export type AlertChange = { alertId: string } & ({ field: 'model'; value: string | null } | { field: 'priceRubles'; value: number | null } | { field: 'yearFrom'; value: number | null })

const letters = { model: 'm', priceRubles: 'p', yearFrom: 'y' } as const

/** `as:m:<uuid>:X5`. Whether it fits the Bot API's 64 bytes is for `fits` to say. */
export const changeCallback: CallbackCodec<AlertChange> & { fits(change: AlertChange): boolean } = {
  encode: ({ alertId, field, value }) => `as:${letters[field]}:${alertId}:${value ?? ''}`,
  fits: (change) => Buffer.byteLength(changeCallback.encode(change)) <= mostBytes,
  decode(data) {
    const [, letter, alertId, text = ''] = /^as:([mpy]):([0-9a-f-]{36}):(.*)$/s.exec(data) ?? []
    if (letter === undefined || alertId === undefined || openAlert.decode(openAlert.encode(alertId)) === null) return null
    if (letter === 'm') return text === '' || name.test(text) ? { value: { alertId, field: 'model', value: text || null } } : null
    const presets: readonly number[] = letter === 'p' ? pricePresets : yearPresets
    const value = text === '' ? null : presets.find((preset) => String(preset) === text)
    return value === undefined ? null : { value: { alertId, field: letter === 'p' ? 'priceRubles' : 'yearFrom', value } }
  },
}
