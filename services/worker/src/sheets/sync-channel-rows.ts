import type { CellWrite } from '@cars-bot/adapters/sheets'
import type { ChannelModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { answerVanished, countVanished, vanishedQuestion } from './answer-vanished.js'
import { formatCellDate } from './cell-date.js'
import { policyWord, readChannelRows } from './channel-row.js'
import { channelState } from './channel-state.js'
import { disableRemovedChannels } from './disable-removed-channels.js'
import { matchChannels, type MatchedRow } from './match-channels.js'
import type { ColumnOf } from './sheet-definitions.js'
import { cellUpdate, type SheetRow, type SheetTable } from './sheet-table.js'
import { storeChannel } from './store-channel.js'

type Column = ColumnOf<'channels'>

/** The owner's rows to the database; returns the cells in which the sheet is to show what the system knows. */
export async function syncChannelRows(app: App, table: SheetTable<Column>): Promise<CellWrite[]> {
  const channels = await app.db.channel.findMany()
  const { matched, faults } = matchChannels(readChannelRows(table.rows), channels)
  const shown = new Map<number, Partial<Record<Column, string>>>(faults.map(({ row, fault }) => [row, { state: fault }]))
  const asked = new Set(table.rows.filter(({ cells }) => cells.vanished !== '').map(({ row }) => row))
  for (const match of matched) {
    const { row, vanishedAnswer, faults: rowFaults } = match.row
    const channel = await storeChannel(app, match)
    if (channel && vanishedAnswer !== null && asked.has(row)) await answerVanished(app, channel, vanishedAnswer)
    shown.set(row, channel ? shownCells(channel, rowFaults) : { state: 'Ошибка: этот канал уже есть в другой строке' })
  }
  const vanished = await countVanished(app)
  for (const { row, channel } of matched) Object.assign(shown.get(row.row) ?? {}, vanishedCells(row, channel ? (vanished.get(channel.id) ?? 0) : 0))
  const kept = new Set(matched.flatMap(({ channel }) => (channel ? [channel.id] : [])))
  const numbers = new Set(table.rows.map(({ cells }) => cells.id))
  await disableRemovedChannels(app, {
    channels,
    isInSheet: (channel) => kept.has(channel.id) || (channel.telegramId !== null && numbers.has(channel.telegramId.toString())),
    isTabEmpty: table.rows.length === 0,
  })
  return table.rows.flatMap((row) => differences(table, row, shown.get(row.row) ?? {}))
}

function shownCells(channel: ChannelModel, faults: readonly string[]): Partial<Record<Column, string>> {
  return {
    ...(channel.telegramId === null ? {} : { id: channel.telegramId.toString() }),
    ...(channel.title === null ? {} : { title: channel.title }),
    addedAt: formatCellDate(channel.addedAt),
    ...(channel.isProtected ? { protectedContent: policyWord(channel.protectedContentPolicy) } : {}),
    state: channelState(channel, faults),
  }
}

/** An answer is used up by the question it was given to; one that is not to be understood stays for its writer to see. */
function vanishedCells({ vanishedAnswer }: MatchedRow['row'], count: number): Partial<Record<Column, string>> {
  return { vanished: count === 0 ? '' : vanishedQuestion(count), ...(vanishedAnswer === null ? {} : { vanishedAnswer: '' }) }
}

/** The date and the decision are the owner's to write: only a blank is filled. */
function differences(table: SheetTable<Column>, { row, cells }: SheetRow<Column>, shown: Partial<Record<Column, string>>): CellWrite[] {
  const updates: CellWrite[] = []
  for (const column of ['id', 'title', 'addedAt', 'state', 'protectedContent', 'vanished', 'vanishedAnswer'] as const) {
    const value = shown[column]
    if (value === undefined || value === cells[column]) continue
    if ((column === 'addedAt' || column === 'protectedContent') && cells[column] !== '') continue
    updates.push(cellUpdate(table, row, column, value))
  }
  return updates
}
