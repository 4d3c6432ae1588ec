import type { Payment, PaymentStatus } from './types.js'

const outcomes: Record<Exclude<PaymentStatus, 'pending'>, string> = {
  waiting_for_capture: '✅ Деньги заблокированы, магазин подтверждает платёж',
  succeeded: '✅ Оплачено',
  canceled: '❌ Платёж отменён',
}

const style = `body{font:16px/1.5 system-ui,"DejaVu Sans",sans-serif;background:#eef1f5;display:grid;place-items:center;min-height:100vh;margin:0}
main{background:#fff;border-radius:16px;padding:32px;width:320px;text-align:center;box-shadow:0 8px 30px #0001}
b{font-size:30px;display:block;margin:8px 0 20px}
button,a{display:block;box-sizing:border-box;width:100%;padding:12px;border-radius:10px;border:1px solid #ccd;background:#fff;color:#223;font:inherit;margin-bottom:8px;cursor:pointer;text-decoration:none}
.pay{background:#6f3bd4;color:#fff;border:0}
.state{font-size:20px;margin:0 0 20px}
small{color:#667}`

/** The page where a person pays or gives up, in the place of YooKassa's own. */
export function checkoutPage({ id, status, amount, description }: Payment, returnUrl: string | null): string {
  const back = returnUrl === null ? '' : `<a href="${escaped(returnUrl)}">Вернуться в магазин</a>`
  const actions = `<form method="post" action="${id}/pay"><button class="pay">Оплатить</button></form><form method="post" action="${id}/cancel"><button>Отменить</button></form>`
  const content = status === 'pending' ? actions : `<p class="state">${outcomes[status]}</p>${back}`
  return page(`<div>${escaped(description ?? 'Заказ')}</div><b>${amount.value.replace('.', ',')} ₽</b>${content}<small>Песочница: деньги не списываются</small>`)
}

export function unknownPaymentPage(): string {
  return page('<p class="state">Такого платежа нет</p><small>Ссылка устарела или набрана с ошибкой</small>')
}

function page(content: string): string {
  return `<!doctype html><html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Оплата</title><style>${style}</style><main>${content}</main></html>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
