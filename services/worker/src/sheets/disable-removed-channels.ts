import type { ChannelModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { recordEvent } from './record-event.js'

/**
 * Switches off the channels whose rows the owner has removed. When none is left, or more than half of several are gone at once, it is
 * more likely a slip of the hand or a broken reading: then nothing is switched off and the owner is asked.
 */
export async function disableRemovedChannels(app: App, { channels, isInSheet, isTabEmpty }: { channels: readonly ChannelModel[]; isInSheet: (channel: ChannelModel) => boolean; isTabEmpty: boolean }): Promise<void> {
  const enabled = channels.filter((channel) => channel.isEnabled)
  const removed = enabled.filter((channel) => !isInSheet(channel))
  if (removed.length === 0) return
  if (isTabEmpty || (removed.length > 1 && removed.length * 2 > enabled.length)) {
    await app.alerts.raise({
      level: 'ERROR',
      message: `Из листа «Каналы для мониторинга» разом пропали ${removed.length} из ${enabled.length} каналов. Ни один не отключён. Если так и задумано, верните строки и поставьте в них FALSE, иначе восстановите лист из истории версий.`,
      dedupeKey: 'channels-vanished',
    })
    return
  }
  for (const { id, reference } of removed) {
    await app.db.channel.update({ where: { id }, data: { isEnabled: false } })
    await recordEvent(app.db, 'INFO', `Канал ${reference} отключён: его строки больше нет в таблице`)
  }
}
