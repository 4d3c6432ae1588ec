const yes = new Set(['true', 'истина', 'да', '1', 'yes', '+'])
const no = new Set(['', 'false', 'ложь', 'нет', '0', 'no', '-'])

/** A yes or no as owners write it; a blank is no. Null: not to be understood. */
export function parseCellFlag(text: string): boolean | null {
  const word = text.trim().toLowerCase()
  if (yes.has(word)) return true
  return no.has(word) ? false : null
}

/** What Google Sheets itself writes for a check box. */
export function formatCellFlag(value: boolean): 'TRUE' | 'FALSE' {
  return value ? 'TRUE' : 'FALSE'
}
