import { idCallback } from '../../callback-codec.js'

export const checkCallback = idCallback('check')
export const cancelCallback = idCallback('cancel')
