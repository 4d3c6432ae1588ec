export type Cells = Record<string, string>

/** Who wins when both sides changed one cell: the hand in the sheet, or the system's database. */
export type ColumnOwner = 'owner' | 'system'

export type RowMerge = { toSheet: Cells; toDatabase: Cells; newBase: Cells }

/**
 * Three-way merge of one row. `base` is what both sides last agreed on; null for a row never merged.
 * A change made on one side only always reaches the other; a conflict goes to the column's owner. Only columns named in `owners` are looked at.
 */
export function mergeRow(input: { base: Cells | null; sheet: Cells; database: Cells; owners: Record<string, ColumnOwner> }): RowMerge {
  const merge: RowMerge = { toSheet: {}, toDatabase: {}, newBase: {} }
  for (const [column, owner] of Object.entries(input.owners)) {
    const sheet = input.sheet[column] ?? ''
    const database = input.database[column] ?? ''
    const winner = cellWinner({ base: input.base?.[column], sheet, database, owner })
    const value = winner === 'sheet' ? sheet : database
    if (value !== sheet) merge.toSheet[column] = value
    if (value !== database) merge.toDatabase[column] = value
    merge.newBase[column] = value
  }
  return merge
}

function cellWinner(cell: { base: string | undefined; sheet: string; database: string; owner: ColumnOwner }): 'sheet' | 'database' {
  if (cell.base === undefined) {
    if (cell.sheet === '') return 'database'
    if (cell.database === '') return 'sheet'
  } else {
    if (cell.sheet === cell.base) return 'database'
    if (cell.database === cell.base) return 'sheet'
  }
  switch (cell.owner) {
    case 'owner':
      return 'sheet'
    case 'system':
      return 'database'
  }
}
