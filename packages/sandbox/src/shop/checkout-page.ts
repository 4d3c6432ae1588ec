import type { Payment } from './types.js'

/** The page where a person pays or gives up, in the place of YooKassa's own. */
export function checkoutPage(payment: Payment, returnUrl?: string): string {
  const states: Record<Payment['status'], string> = { pending: '', waiting_for_capture: 'Платёж обрабатывается', succeeded: '✅ Оплачено', canceled: '❌ Платёж отменён' }
  const forms =
    payment.status === 'pending'
      ? `<form method="post" action="${payment.id}/pay"><button class="pay">Оплатить ${payment.amount.value} ₽</button></form><form method="post" action="${payment.id}/cancel"><button>Отменить</button></form>`
      : `<p class="state">${states[payment.status]}</p>${returnUrl ? `<a href="${escaped(returnUrl)}">Вернуться</a>` : ''}`
  return `<!doctype html><html lang="ru"><meta charset="utf-8"><title>Оплата</title><style>body{font:16px/1.5 system-ui,"DejaVu Sans",sans-serif;background:#eef1f5;display:grid;place-items:center;min-height:100vh;margin:0}main{background:#fff;border-radius:16px;padding:32px;width:320px;text-align:center}b{font-size:30px;display:block;margin:8px 0 20px}button{width:100%;padding:12px;border-radius:10px;border:1px solid #ccd;background:#fff;font:inherit;margin-bottom:8px;cursor:pointer}.pay{background:#6f3bd4;color:#fff;border:0}.state{font-size:20px}</style><main><div>${escaped(payment.description ?? 'Заказ')}</div><b>${payment.amount.value} ₽</b>${forms}<small>Песочница: деньги не списываются</small></main></html>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
