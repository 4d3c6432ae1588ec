export type Value = string | number | boolean
export type Sheet = { sheetId: number; title: string; rows: Value[][]; frozenRows: number; requests: object[] }

/** The tabs and headers an owner has from the template. */
const template: readonly [string, string[]][] = [
  ['Каналы для мониторинга', ['ID', 'Username канала', 'Название канала', 'Номер', 'Телеграмм', 'Активен', 'Дата добавления', 'Опубликовано', 'Последний пост']],
  ['Настройки фильтров', ['Параметр', 'Значение']],
  ['Подписчики', ['User ID', 'Username', 'Имя', 'Тип подписки', 'Активна', 'Дата начала', 'Дата окончания', 'Дата регистрации', 'Запросов контактов']],
  ['Аналитика', ['Дата', 'Обработано', 'Опубликовано', 'Новые подписчики', 'Активные подписки', 'Запросы контактов', 'Доход']],
  ['Очередь публикаций', ['ID поста', 'Источник', 'Дата обработки', 'Марка и модель', 'Цена', 'Статус', 'Ссылка на оригинал', 'Примечание']],
  ['Логи', ['Время', 'Тип', 'Сообщение', 'Компонент']],
]

export function newWorkbook(): Sheet[] {
  return template.map(([title, headers], index) => ({ sheetId: index === 0 ? 0 : 1_000 + index, title, rows: [[...headers]], frozenRows: 0, requests: [] }))
}

/** A value typed by a person (USER_ENTERED): numbers, booleans, a leading apostrophe keeps text; a phone written +7… becomes a number, as in the real sheet. */
export function entered(text: string): Value {
  if (text.startsWith("'")) return text.slice(1)
  if (/^(true|истина)$/i.test(text)) return true
  if (/^(false|ложь)$/i.test(text)) return false
  if (/^[+-]?\d+([.,]\d+)?$/.test(text)) return Number(text.replace(',', '.'))
  return text
}

/** FORMATTED_VALUE: what a person sees in the cell. */
export function shown(value: Value | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  return String(value)
}

export function setValue(sheet: Sheet, row: number, column: number, value: Value): void {
  while (sheet.rows.length <= row) sheet.rows.push([])
  const cells = sheet.rows[row]
  if (!cells) return
  while (cells.length < column) cells.push('')
  cells[column] = value
}

/** Rows as the API gives them: trailing empty cells and rows are left out. */
export function trimmed(rows: Value[][]): Value[][] {
  const cut = rows.map((cells) => cells.slice(0, cells.findLastIndex((value) => value !== '' && value !== undefined) + 1))
  return cut.slice(0, cut.findLastIndex((cells) => cells.length > 0) + 1)
}

/** A table ends at its last row with anything in it. */
export function nextRow(sheet: Sheet): number {
  return sheet.rows.findLastIndex((cells) => cells.some((value) => value !== '' && value !== undefined)) + 1
}
