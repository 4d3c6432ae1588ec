import type { Cells } from '@cars-bot/domain'
import type { Database, Prisma, Transaction } from '@cars-bot/platform'

export type SnapshotKey = { sheet: string; rowKey: string }

/** The cells of one row as both sides last agreed on them; null when they never did. */
export async function readSnapshot(db: Database, key: SnapshotKey): Promise<Cells | null> {
  const snapshot = await db.sheetSnapshot.findUnique({ where: { sheet_rowKey: key } })
  return snapshot && cellsOf(snapshot.cells)
}

export async function writeSnapshot(db: Database | Transaction, key: SnapshotKey, cells: Cells): Promise<void> {
  await db.sheetSnapshot.upsert({ where: { sheet_rowKey: key }, create: { ...key, cells }, update: { cells } })
}

/** Whatever in a stored snapshot is text. */
export function cellsOf(json: Prisma.JsonValue): Cells {
  const entries = typeof json === 'object' && json !== null ? Object.entries(json) : []
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])))
}

/** Postgres does not keep the order of keys. */
export function isSameCells(one: Cells, other: Cells | null): boolean {
  if (other === null || Object.keys(one).length !== Object.keys(other).length) return false
  return Object.entries(one).every(([name, value]) => other[name] === value)
}
