import type { UserSession } from '@cars-bot/adapters/mtproto'
import type { MonitorApp } from './app.js'
import type { WatchedChannel } from './channels/watched-channel.js'
import type { OpenAlbums } from './ingest/open-albums.js'
import type { Downloads } from './media/downloads.js'

/** One reading account at work. */
export type Reader = {
  app: MonitorApp
  session: UserSession
  /** By Telegram id. */
  channels: Map<bigint, WatchedChannel>
  albums: OpenAlbums
  downloads: Downloads
}
