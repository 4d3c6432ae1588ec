import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/v4.js'
import { isBlank, type Value } from './cell-value.js'
import { GoogleFailure } from './google-failure.js'

export type Sheet = {
  sheetId: number
  title: string
  rowCount: number
  columnCount: number
  frozenRowCount: number
  rows: Value[][]
  charts: sheets_v4.Schema$EmbeddedChart[]
  /** Formats, validations, filters and the like: kept as they were asked for, without effect on values. */
  appearance: sheets_v4.Schema$Request[]
}

export type Workbook = { title: string; sheets: Sheet[]; nextId: number }

/** The tabs and headers an owner has from the template. */
const template: readonly (readonly [string, readonly string[]])[] = [
  ['Каналы для мониторинга', ['ID', 'Username канала', 'Название канала', 'Номер', 'Телеграмм', 'Активен', 'Дата добавления', 'Опубликовано', 'Последний пост']],
  ['Настройки фильтров', ['Параметр', 'Значение']],
  ['Подписчики', ['User ID', 'Username', 'Имя', 'Тип подписки', 'Активна', 'Дата начала', 'Дата окончания', 'Дата регистрации', 'Запросов контактов']],
  ['Аналитика', ['Дата', 'Обработано', 'Опубликовано', 'Новых подписчиков', 'Активных подписок', 'Запросов контактов', 'Доход']],
  ['Очередь публикаций', ['ID поста', 'Источник', 'Дата обработки', 'Марка/Модель', 'Цена', 'Статус', 'Ссылка на оригинал', 'Примечание']],
  ['Логи', ['Время', 'Тип', 'Сообщение', 'Компонент']],
]

export function newWorkbook(): Workbook {
  const workbook: Workbook = { title: 'Авто: управление', sheets: [], nextId: 0 }
  for (const [title, headers] of template) addSheet(workbook, { title }).rows.push([...headers])
  return workbook
}

/** A new tab has 1000 rows and 26 columns unless told otherwise. */
export function addSheet(workbook: Workbook, properties: sheets_v4.Schema$SheetProperties): Sheet {
  const title = properties.title ?? `Лист${workbook.nextId + 1}`
  if (workbook.sheets.some((sheet) => sheet.title.toLowerCase() === title.toLowerCase())) {
    throw new GoogleFailure('INVALID_ARGUMENT', `A sheet with the name "${title}" already exists. Please enter another name.`)
  }
  if (title === '' || title.length > 100) throw new GoogleFailure('INVALID_ARGUMENT', 'A sheet name has 1 to 100 characters.')
  const grid = properties.gridProperties
  const sheet: Sheet = {
    sheetId: properties.sheetId ?? workbook.nextId * 1_001,
    title,
    rowCount: grid?.rowCount ?? 1_000,
    columnCount: grid?.columnCount ?? 26,
    frozenRowCount: grid?.frozenRowCount ?? 0,
    rows: [],
    charts: [],
    appearance: [],
  }
  workbook.nextId += 1
  workbook.sheets.push(sheet)
  return sheet
}

export function sheetProperties(sheet: Sheet, index: number): sheets_v4.Schema$SheetProperties {
  const { sheetId, title, rowCount, columnCount, frozenRowCount } = sheet
  return { sheetId, title, index, sheetType: 'GRID', gridProperties: { rowCount, columnCount, ...(frozenRowCount > 0 ? { frozenRowCount } : {}) } }
}

export function setValue(sheet: Sheet, row: number, column: number, value: Value): void {
  while (sheet.rows.length <= row) sheet.rows.push([])
  const cells = sheet.rows[row] ?? []
  while (cells.length < column) cells.push('')
  cells[column] = value
}

/** Where a table ends: the row after the last one with anything in it. */
export function rowAfterLast(sheet: Sheet): number {
  return sheet.rows.findLastIndex((cells) => cells.some((value) => !isBlank(value))) + 1
}
