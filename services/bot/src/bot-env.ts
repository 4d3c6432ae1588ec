import { url } from 'envalid'

export const botEnv = {
  PAYMENT_RETURN_URL: url({ default: undefined, desc: 'where a buyer lands after paying; the chat with the bot by default' }),
}
