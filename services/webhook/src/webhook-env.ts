import { makeValidator, port, str } from 'envalid'
import { addressList } from './notifications/address-list.js'

const proxies = makeValidator((value) => {
  const entries = value.split(/[\s,]+/).filter(Boolean)
  addressList(entries)
  return entries
})

export const webhookEnv = {
  WEBHOOK_HOST: str({ default: '127.0.0.1', desc: 'address on which notifications are received' }),
  WEBHOOK_PORT: port({ default: 8080, desc: 'port on which notifications are received' }),
  WEBHOOK_CHECK_ADDRESS: str({ choices: ['on', 'off'], default: 'on', desc: "on: only YooKassa's own addresses may notify" }),
  TRUSTED_PROXIES: proxies({ default: [], desc: 'proxies whose X-Forwarded-For is believed, addresses or ranges with commas between', example: '172.16.0.0/12' }),
  DASHBOARD_PASSWORD: str({ default: undefined, desc: 'password of the queue dashboard at /queues; without it there is none' }),
}
