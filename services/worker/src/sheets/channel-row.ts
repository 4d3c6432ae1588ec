import { channelReferenceKey, normalisePhone, parseChannelReference } from '@cars-bot/domain'
import type { ProtectedContentPolicy } from '@cars-bot/platform'
import { parseCellFlag } from './cell-flag.js'
import type { ColumnOf } from './sheet-definitions.js'
import type { SheetRow } from './sheet-table.js'

/** What the owner wrote about one channel. Undefined: that cell is not to be understood, so what was known before holds. */
export type ChannelWish = {
  isEnabled: boolean | undefined
  /** E.164. */
  phone: string | null | undefined
  sellerTelegramUsername: string | null | undefined
  keywords: string[]
  protectedContentPolicy: ProtectedContentPolicy | undefined
}

/** The owner's answer whether listings whose sources vanished are withdrawn; null when there is none. */
export type VanishedAnswer = 'withdraw' | 'keep' | null

export type ChannelRow =
  | { kind: 'channel'; row: number; key: string; wish: ChannelWish; vanishedAnswer: VanishedAnswer; faults: string[] }
  | { kind: 'faulty'; row: number; fault: string }

/** Reads the rows of the channel tab; a second row of one channel is faulty. Never throws. */
export function readChannelRows(rows: readonly SheetRow<ColumnOf<'channels'>>[]): ChannelRow[] {
  const firstRows = new Map<string, number>()
  return rows.map(({ row, cells }): ChannelRow => {
    if (cells.reference === '') return { kind: 'faulty', row, fault: 'Ошибка: не указан канал' }
    const reference = parseChannelReference(cells.reference)
    if (reference.kind === 'invalid') return { kind: 'faulty', row, fault: `Ошибка: ${reference.reason}` }
    const key = channelReferenceKey(reference)
    const firstRow = firstRows.get(key)
    if (firstRow !== undefined) return { kind: 'faulty', row, fault: repeatedChannel(firstRow) }
    firstRows.set(key, row)
    return { kind: 'channel', row, key, ...readWish(cells) }
  })
}

export function repeatedChannel(firstRow: number): string {
  return `Ошибка: этот канал уже есть в строке ${firstRow}`
}

function readWish(cells: SheetRow<ColumnOf<'channels'>>['cells']): { wish: ChannelWish; vanishedAnswer: VanishedAnswer; faults: string[] } {
  const faults: string[] = []
  const isEnabled = parseCellFlag(cells.isActive) ?? undefined
  if (isEnabled === undefined) faults.push('«Активен»: нужно TRUE или FALSE')
  const phone = readPhone(cells.phone)
  if (phone === undefined) faults.push('«Номер»: не похоже на телефон')
  const sellerTelegramUsername = readUsername(cells.telegram)
  if (sellerTelegramUsername === undefined) faults.push('«Телеграмм»: нужно имя вида @name')
  const protectedContentPolicy = policies.get(cells.protectedContent.toLowerCase())
  if (protectedContentPolicy === undefined && cells.protectedContent !== '') faults.push('«Защищённый канал»: нужно «текст», «с фото» или «пропускать»')
  const vanishedAnswer = answers.get(cells.vanishedAnswer.toLowerCase())
  if (vanishedAnswer === undefined) faults.push('«Снять объявления?»: нужно «снять» или «оставить»')
  const wish = { isEnabled, phone, sellerTelegramUsername, keywords: readWords(cells.keywords), protectedContentPolicy }
  return { wish, vanishedAnswer: vanishedAnswer ?? null, faults }
}

const policies = new Map<string, ProtectedContentPolicy>([
  ['текст', 'TEXT_ONLY'],
  ['с фото', 'WITH_MEDIA'],
  ['пропускать', 'SKIP'],
])

const answers = new Map<string, VanishedAnswer>([
  ['', null],
  ['снять', 'withdraw'],
  ['оставить', 'keep'],
])

/** The word that the sheet has for a decision. */
export function policyWord(policy: ProtectedContentPolicy): string {
  return [...policies].find(([, known]) => known === policy)?.[0] ?? ''
}

function readWords(cell: string): string[] {
  return cell.split(/[,;\n]/).map((word) => word.trim()).filter((word) => word !== '')
}

/** A sheet may have made a number of the phone: then it lost its plus, and may have gained a fraction. */
function readPhone(cell: string): string | null | undefined {
  if (cell === '') return null
  return normalisePhone(cell.replace(/^'/, '').replace(/[.,]0+$/, '')) ?? undefined
}

function readUsername(cell: string): string | null | undefined {
  if (cell === '') return null
  const name = /^(?:(?:https?:\/\/)?(?:www\.)?t(?:elegram)?\.me\/|@)?([A-Za-z]\w{3,31})\/?$/.exec(cell)
  return name?.[1]
}
