/** Where YooKassa's notifications come from: yookassa.ru/developers/using-api/webhooks, "Notification authentication". */
export const yooKassaAddresses = [
  '185.71.76.0/27',
  '185.71.77.0/27',
  '77.75.153.0/25',
  '77.75.154.128/25',
  '77.75.156.11',
  '77.75.156.35',
  '2a02:5180::/32',
] as const
