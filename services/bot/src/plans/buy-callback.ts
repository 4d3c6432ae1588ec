import { planCallback } from '../callback-codec.js'

export const buyCallback = planCallback('buy')
