import { until } from '@cars-bot/platform/testkit'
import type { Database } from '@cars-bot/platform'
import type { System } from './start-system.js'

/** Makes a source channel, enters it in the owner's sheet and waits until the monitor watches it (60 s at most). */
export async function watchChannel(system: System, db: Database, username: string): Promise<void> {
  await system.sandbox.send('POST', '/telegram/channels', { username, title: `Авто ${username}` })
  const title = encodeURIComponent('Каналы для мониторинга')
  const [header = []] = await system.sandbox.get<string[][]>(`/sheets/${title}`)
  const values = header.map((name) => (name === 'Username канала' ? `@${username}` : name === 'Активен' ? 'TRUE' : ''))
  await system.sandbox.send('POST', `/sheets/${title}/rows`, { values })
  await until(`${username} is watched`, () => db.channel.findFirst({ where: { reference: `@${username}`, status: 'ACTIVE' } }), 60_000)
}
