import type { SheetHeaders } from '@cars-bot/adapters/sheets'

/** One tab of the owner's spreadsheet. A column is known by its header in row 1; the first spelling is the one we write. */
export type SheetDefinition<Column extends string> = {
  title: string
  columns: Readonly<Record<Column, readonly [string, ...string[]]>>
  /** Columns the system adds to a tab that was made without them. */
  addedColumns: readonly Column[]
  /** The words a column is chosen from. */
  choices: Partial<Record<Column, readonly string[]>>
}

const flags = ['TRUE', 'FALSE']
/** What is published of a channel that forbids copying. */
const protectedContentWords = ['текст', 'с фото', 'пропускать']
/** What the owner may say of ads taken for one car. */
const mergeWords = ['разделить']
/** What becomes of listings whose sources vanished many at once. */
const vanishedAnswerWords = ['снять', 'оставить']

/**
 * The tabs and headers of the system's predecessor, so that an owner's existing sheet goes on working, with our own columns at the end.
 * Where its headers were not the same everywhere, further spellings are understood.
 */
export const sheetDefinitions = {
  channels: define(
    'Каналы для мониторинга',
    {
      id: ['ID'],
      reference: ['Username канала'],
      title: ['Название канала'],
      phone: ['Номер'],
      telegram: ['Телеграмм'],
      isActive: ['Активен'],
      addedAt: ['Дата добавления'],
      published: ['Опубликовано'],
      lastPost: ['Последний пост'],
      state: ['Состояние'],
      keywords: ['Ключевые слова'],
      protectedContent: ['Защищённый канал'],
      vanished: ['Пропали у источника'],
      vanishedAnswer: ['Снять объявления?'],
    },
    {
      addedColumns: ['state', 'keywords', 'protectedContent', 'vanished', 'vanishedAnswer'],
      choices: { isActive: flags, protectedContent: protectedContentWords, vanishedAnswer: vanishedAnswerWords },
    },
  ),
  settings: define('Настройки фильтров', { name: ['Параметр', 'Настройка', 'Ключ', 'Название'], value: ['Значение'] }),
  subscribers: define(
    'Подписчики',
    {
      userId: ['User ID'],
      username: ['Username'],
      name: ['Имя'],
      plan: ['Тип подписки'],
      isActive: ['Активна'],
      startsAt: ['Дата начала'],
      endsAt: ['Дата окончания'],
      registeredAt: ['Дата регистрации'],
      contactRequests: ['Запросов контактов'],
      state: ['Состояние'],
    },
    { addedColumns: ['state'], choices: { plan: ['FREE', 'MONTHLY', 'YEARLY'], isActive: flags } },
  ),
  analytics: define(
    'Аналитика',
    {
      day: ['Дата'],
      processed: ['Обработано', 'Обработано постов'],
      published: ['Опубликовано', 'Опубликовано постов'],
      newSubscribers: ['Новых подписчиков', 'Новые подписчики'],
      activeSubscriptions: ['Активных подписок', 'Активные подписки'],
      contactRequests: ['Запросов контактов', 'Запросы контактов'],
      revenue: ['Доход', 'Выручка', 'Доход, ₽', 'Выручка, ₽'],
      modelCalls: ['Запросов к ИИ'],
      modelTokens: ['Токенов ИИ'],
      modelCachedTokens: ['Из них из кэша'],
      modelCost: ['Расход на ИИ, $'],
    },
    { addedColumns: ['modelCalls', 'modelTokens', 'modelCachedTokens', 'modelCost'] },
  ),
  moderation: define(
    'Очередь публикаций',
    {
      id: ['ID поста', 'ID', 'Post ID'],
      source: ['Источник', 'Канал-источник'],
      processedAt: ['Дата обработки'],
      car: ['Марка/Модель', 'Марка / модель', 'Автомобиль'],
      price: ['Цена'],
      status: ['Статус'],
      link: ['Ссылка на оригинал', 'Ссылка', 'Оригинал'],
      note: ['Примечание', 'Примечания', 'Комментарий'],
    },
    { choices: { status: ['PENDING', 'APPROVED', 'REJECTED', 'PUBLISHED'] } },
  ),
  merges: define(
    'Объединённые объявления',
    {
      id: ['ID поста'],
      source: ['Источник'],
      mergedAt: ['Дата'],
      car: ['Марка/Модель'],
      price: ['Цена'],
      evidence: ['Почему это одна машина'],
      link: ['Ссылка'],
      original: ['Объединено с'],
      decision: ['Разделить?'],
      note: ['Примечание'],
    },
    { choices: { decision: mergeWords } },
  ),
  logs: define('Логи', { at: ['Время', 'Дата', 'Дата и время'], level: ['Тип'], message: ['Сообщение', 'Текст'], component: ['Компонент'] }),
} as const

export type SheetKey = keyof typeof sheetDefinitions
export type ColumnOf<Key extends SheetKey> = keyof (typeof sheetDefinitions)[Key]['columns'] & string

/** The header row of a tab made by us. */
export function headersOf({ columns }: SheetDefinition<string>): string[] {
  return Object.values(columns).map(([header]) => header)
}

/** The tab as it is made where there is none. */
export function tabOf(definition: SheetDefinition<string>): SheetHeaders {
  const choices = Object.entries(definition.choices).flatMap(([column, words]) => {
    const header = definition.columns[column]?.[0]
    return header && words ? [[header, words] as const] : []
  })
  return { title: definition.title, headers: headersOf(definition), choices: Object.fromEntries(choices) }
}

function define<Column extends string>(
  title: string,
  columns: SheetDefinition<Column>['columns'],
  { addedColumns = [], choices = {} }: { addedColumns?: readonly NoInfer<Column>[]; choices?: Partial<Record<NoInfer<Column>, readonly string[]>> } = {},
): SheetDefinition<Column> {
  return { title, columns, addedColumns, choices }
}
