import type { ChannelModel } from '@cars-bot/platform'

/** How a channel is doing, in the owner's words; faults of the row come first. */
export function channelState(channel: Pick<ChannelModel, 'isEnabled' | 'status' | 'statusReason' | 'isProtected' | 'protectedContentPolicy'>, faults: readonly string[]): string {
  return [...faults.map((fault) => `Ошибка: ${fault}`), channel.isEnabled ? watching(channel) : 'Выключен'].join('; ')
}

function watching({ status, statusReason, isProtected, protectedContentPolicy }: Parameters<typeof channelState>[0]): string {
  switch (status) {
    case 'PENDING':
      return statusReason ? `Подключаем: ${statusReason}` : 'Подключаем'
    case 'JOIN_REQUESTED':
      return 'Заявка на вступление отправлена, ждём одобрения'
    case 'UNAVAILABLE':
      return `Недоступен${statusReason ? `: ${statusReason}` : ''}`
    case 'ACTIVE':
      return isProtected ? `Работает; ${protectedNote(protectedContentPolicy)}` : 'Работает'
  }
}

function protectedNote(policy: ChannelModel['protectedContentPolicy']): string {
  switch (policy) {
    case 'TEXT_ONLY':
      return 'канал запрещает копирование, публикуем без фото'
    case 'WITH_MEDIA':
      return 'канал запрещает копирование, публикуем с фото'
    case 'SKIP':
      return 'канал запрещает копирование, не публикуем'
  }
}
