import type { CellWrite } from '@cars-bot/adapters/sheets'
import { mergeRow, parseSettings, type Cells } from '@cars-bot/domain'
import type { App } from '../app.js'
import { defaultSettingRows } from './default-setting-rows.js'
import type { ColumnOf } from './sheet-definitions.js'
import { cellUpdate, rowValues, type SheetTable } from './sheet-table.js'
import { isSameCells, readSnapshot, writeSnapshot } from './snapshots.js'

export type SettingsSync = { updates: CellWrite[]; rowsToAppend: string[][] }

const snapshotKey = { sheet: 'Настройки фильтров', rowKey: 'values' }
const faultsKey = { sheet: 'Настройки фильтров', rowKey: 'faults' }

/**
 * Three-way merge of the settings tab with the database; the owner's hand in the sheet wins. Rows we don't know are kept. A value that is
 * not to be understood is told once, and its default holds. An empty tab is filled with the defaults.
 */
export async function syncSettings(app: App, table: SheetTable<ColumnOf<'settings'>>): Promise<SettingsSync> {
  const stored = Object.fromEntries((await app.db.setting.findMany()).map(({ key, value }) => [key, value]))
  if (table.rows.length === 0) return { updates: [], rowsToAppend: defaultSettingRows(stored).map(([name, value]) => rowValues(table, { name, value })) }
  const rows = new Map(table.rows.filter(({ cells }) => cells.name !== '').map((row) => [row.cells.name, row]))
  const sheet = Object.fromEntries([...rows].map(([name, row]) => [name, row.cells.value]))
  const base = await readSnapshot(app.db, snapshotKey)
  const owners = Object.fromEntries([...Object.keys(sheet), ...Object.keys(stored)].map((name) => [name, 'owner' as const]))
  const merge = mergeRow({ base, sheet, database: stored, owners })
  await store(app, merge.toDatabase, merge.newBase, base)
  await tellFaults(app, parseSettings(merge.newBase).faults)
  const updates: CellWrite[] = []
  const rowsToAppend: string[][] = []
  for (const [name, value] of Object.entries(merge.toSheet)) {
    const row = rows.get(name)
    if (row) updates.push(cellUpdate(table, row.row, 'value', value))
    else rowsToAppend.push(rowValues(table, { name, value }))
  }
  return { updates, rowsToAppend }
}

async function store(app: App, changes: Cells, newBase: Cells, base: Cells | null): Promise<void> {
  if (Object.keys(changes).length === 0 && isSameCells(newBase, base)) return
  await app.db.$transaction(async (tx) => {
    for (const [key, value] of Object.entries(changes)) await tx.setting.upsert({ where: { key }, create: { key, value }, update: { value } })
    await writeSnapshot(tx, snapshotKey, newBase)
  })
}

async function tellFaults(app: App, faults: readonly string[]): Promise<void> {
  const text = faults.join('\n')
  const told = (await readSnapshot(app.db, faultsKey))?.['text'] ?? ''
  if (text === told) return
  if (text !== '') await app.alerts.raise({ level: 'WARNING', message: `Лист «Настройки фильтров»: ${faults.join('; ')}. Вместо непонятных значений действуют обычные.` })
  await writeSnapshot(app.db, faultsKey, { text })
}
