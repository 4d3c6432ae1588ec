import { setTimeout as delay } from 'node:timers/promises'
import { RateLimitedError } from '@cars-bot/adapters/errors'
import { SessionLostError, type SourceUpdate, type UserSession } from '@cars-bot/adapters/mtproto'
import type { MonitorApp } from '../app.js'
import { checkChannel, retryChannel } from '../channels/check-channel.js'
import { createJoinBudget } from '../channels/join-budget.js'
import { refreshChannels, watchKnownChannels } from '../channels/refresh-channels.js'
import { createNewsChannel, reconcileDeliveries } from '../deliveries/reconcile-deliveries.js'
import { closeAlbumOrRetry } from '../ingest/close-album.js'
import { createOpenAlbums } from '../ingest/open-albums.js'
import { createDownloads } from '../media/downloads.js'
import type { Reader } from '../reader.js'
import { applyUpdate } from '../repair/apply-update.js'
import { checkOldestChannel } from '../repair/check-oldest-channel.js'
import { repairChannel } from '../repair/repair-channel.js'
import { sweepChannels } from '../repair/sweep-channels.js'
import { startRepeating, type Repeating } from './repeating.js'

export type Account = {
  start(): Promise<void>
  onUpdate(update: SourceUpdate): void
  /** When Telegram last answered. */
  lastAnswerAt(): Date | null
  /** Ends all work; what is unfinished is taken up at the next start. */
  stop(): Promise<void>
}

/** How the accounts of one process divide their work. */
export type Sharing = {
  /** Those that share the channels between them. */
  keyIds(): readonly string[]
  /** One account looks at our channel for all. */
  isNewsReader(keyId: string): boolean
  /** The account does not see our channel: another one shall look. */
  newsUnseen(keyId: string, code: string): Promise<void>
}

export type AccountOptions = {
  sharing: Sharing
  /** Called whenever a connection was made, before anything is read; may throw `SessionLostError`. */
  onConnected: (user: { telegramId: bigint }) => Promise<void>
  /** Told of a loss that shows while the account is at work. */
  onLost: (error: SessionLostError) => void
}

const longestReconnectMs = 30_000
const settleMs = 3_000

/** One reading account: its channels, kept complete. */
export function createAccount(app: MonitorApp, session: UserSession, { sharing, onConnected, onLost }: AccountOptions): Account {
  const abort = new AbortController()
  const repeating: Repeating[] = []
  const reader: Reader = {
    app,
    session,
    channels: new Map(),
    albums: createOpenAlbums(app.times.albumQuietMs, (channel, postId) => closeAlbumOrRetry(reader, channel, postId)),
    downloads: createDownloads(app, session),
  }
  const budget = createJoinBudget({ intervalMs: app.times.joinIntervalMs, burst: app.times.joinBurst, now: app.now })
  const news = createNewsChannel(reader, (code) => sharing.newsUnseen(session.sessionKeyId, code))
  return { start, onUpdate, lastAnswerAt: () => session.lastAnswerAt(), stop }

  async function start(): Promise<void> {
    await connect()
    // Known channels are watched before the first sweep, which then shows with one call per hundred which of them lag.
    await watchKnownChannels(reader, sharing.keyIds())
    const { times, log } = app
    const repeat = (name: string, everyMs: number, work: () => Promise<void>): void => void repeating.push(startRepeating({ name, everyMs, work, log }))
    repeat('channels', times.channelRefreshMs, refresh)
    repeat('sweep', times.sweepIntervalMs, () => sweepChannels(reader))
    repeat('posts', times.postsCheckIntervalMs, () => checkOldestChannel(reader))
    repeat('deliveries', times.reconcileIntervalMs, reconcile)
    repeat('ping', times.pingIntervalMs, watchConnection)
  }

  /** What a channel that was read before wrote until it is watched again comes by no update. */
  async function refresh(): Promise<void> {
    const before = new Set(reader.channels.keys())
    await refreshChannels(reader, budget, sharing.keyIds())
    const isBack = [...reader.channels.values()].some((channel) => channel.isActive && !before.has(channel.telegramId))
    if (isBack) await sweepChannels(reader)
  }

  async function reconcile(): Promise<void> {
    if (sharing.isNewsReader(session.sessionKeyId)) await reconcileDeliveries(reader, news)
  }

  /** Tries until Telegram answers; only a lost session and the end of the service end it otherwise. */
  async function connect(): Promise<void> {
    let user: { telegramId: bigint } | null = null
    for (let waitMs = 1_000; ; waitMs = Math.min(waitMs * 2, longestReconnectMs)) {
      abort.signal.throwIfAborted()
      try {
        user ??= await session.connect()
        await onConnected(user)
        app.log.info('telegram connected', { sessionKeyId: session.sessionKeyId, telegramId: user.telegramId })
        return
      } catch (error) {
        if (error instanceof SessionLostError) throw error
        app.log.warn('telegram not connected', { sessionKeyId: session.sessionKeyId, waitMs, error })
        const askedMs = error instanceof RateLimitedError ? error.retryAfterMs : 0
        await delay(Math.max(waitMs, askedMs), undefined, { signal: abort.signal })
      }
    }
  }

  /** Liveness is an answered question, never the absence of messages: a quiet night restarts nothing. */
  async function watchConnection(): Promise<void> {
    try {
      await session.ping()
    } catch (error) {
      if (error instanceof SessionLostError || abort.signal.aborted) return
      app.log.warn('telegram does not answer', { sessionKeyId: session.sessionKeyId, error })
      const silentForMs = app.now().getTime() - (session.lastAnswerAt()?.getTime() ?? 0)
      if (silentForMs < app.times.silenceMs) {
        await delay(app.times.silenceMs / 8, undefined, { signal: abort.signal }).catch(() => {})
        return await watchConnection()
      }
      await reconnect()
    }
  }

  async function reconnect(): Promise<void> {
    try {
      await connect()
      await sweepChannels(reader)
    } catch (error) {
      if (error instanceof SessionLostError) onLost(error)
      throw error
    }
  }

  function onUpdate(update: SourceUpdate): void {
    if (abort.signal.aborted) return
    if (!('channelId' in update)) {
      sweepChannels(reader).catch((error: unknown) => app.log.warn('sweep failed', { error }))
      return
    }
    const channel = reader.channels.get(update.channelId)
    if (!channel) {
      if (update.kind === 'channel-changed') retryChannel(reader, update.channelId).catch((error: unknown) => app.log.warn('channel not retried', { error }))
      return
    }
    if ('pts' in update) channel.tasks.add(() => applyUpdate(reader, channel, update))
    else channel.tasks.add(() => (update.kind === 'channel-changed' ? checkChannel(reader, channel) : repairChannel(reader, channel)))
  }

  async function stop(): Promise<void> {
    abort.abort()
    for (const one of repeating) one.stop()
    reader.albums.stop()
    reader.downloads.stop()
    const settled = Promise.all([...[...reader.channels.values()].map((channel) => channel.tasks.idle()), ...repeating.map((one) => one.idle()), reader.downloads.idle()])
    await Promise.race([settled, delay(settleMs, undefined, { ref: false })])
    await session.close()
  }
}
