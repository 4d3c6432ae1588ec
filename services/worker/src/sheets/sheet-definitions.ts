/** One tab of the owner's spreadsheet. A column is known by its header in row 1; the first spelling is the one we write. */
export type SheetDefinition<Column extends string> = {
  title: string
  columns: Readonly<Record<Column, readonly [string, ...string[]]>>
  /** Columns the system adds to a tab that was made without them. */
  addedColumns: readonly Column[]
}

/**
 * The tabs and headers of the system's predecessor, so that an owner's existing sheet goes on working, with our «Состояние» at the end.
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
    },
    ['state'],
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
    ['state'],
  ),
  analytics: define('Аналитика', {
    day: ['Дата'],
    processed: ['Обработано', 'Обработано постов'],
    published: ['Опубликовано', 'Опубликовано постов'],
    newSubscribers: ['Новых подписчиков', 'Новые подписчики'],
    activeSubscriptions: ['Активных подписок', 'Активные подписки'],
    contactRequests: ['Запросов контактов', 'Запросы контактов'],
    revenue: ['Доход', 'Выручка', 'Доход, ₽', 'Выручка, ₽'],
  }),
  moderation: define('Очередь публикаций', {
    id: ['ID поста', 'ID', 'Post ID'],
    source: ['Источник', 'Канал-источник'],
    processedAt: ['Дата обработки'],
    car: ['Марка/Модель', 'Марка / модель', 'Автомобиль'],
    price: ['Цена'],
    status: ['Статус'],
    link: ['Ссылка на оригинал', 'Ссылка', 'Оригинал'],
    note: ['Примечание', 'Примечания', 'Комментарий'],
  }),
  logs: define('Логи', { at: ['Время', 'Дата', 'Дата и время'], level: ['Тип'], message: ['Сообщение', 'Текст'], component: ['Компонент'] }),
} as const

export type SheetKey = keyof typeof sheetDefinitions
export type ColumnOf<Key extends SheetKey> = keyof (typeof sheetDefinitions)[Key]['columns'] & string

/** The header row of a tab made by us. */
export function headersOf({ columns }: SheetDefinition<string>): string[] {
  return Object.values(columns).map(([header]) => header)
}

function define<Column extends string>(title: string, columns: SheetDefinition<Column>['columns'], addedColumns: readonly NoInfer<Column>[] = []): SheetDefinition<Column> {
  return { title, columns, addedColumns }
}
