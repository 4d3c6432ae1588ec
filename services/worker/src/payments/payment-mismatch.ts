import type { Payments, ProviderPayment } from '@cars-bot/adapters/yookassa'
import { formatRubles } from '@cars-bot/domain'

/** In what the provider's payment is not the one we asked for, in words for the owner; null when it is. Where the shop is live, money of a test shop is none. */
export function paymentMismatch(
  mode: Payments['mode'],
  ours: { id: string; amountKopecks: number },
  provided: Pick<ProviderPayment, 'paymentId' | 'amountKopecks' | 'currency' | 'isTest'>,
): string | null {
  if (provided.paymentId !== ours.id) return 'это чужой платёж (другой номер в metadata)'
  if (provided.isTest && mode === 'live') return 'это платёж тестового магазина'
  if (provided.currency !== 'RUB') return `валюта ${provided.currency} вместо RUB`
  if (provided.amountKopecks !== ours.amountKopecks) return `сумма ${formatRubles(provided.amountKopecks)} вместо ${formatRubles(ours.amountKopecks)}`
  return null
}
