import { setTimeout as delay } from 'node:timers/promises'
import { RateLimitedError } from '@cars-bot/adapters/errors'
import { RefusedError, SessionLostError, type SourceMessage, type UserSession } from '@cars-bot/adapters/mtproto'
import type { MonitorApp } from '../app.js'
import type { WatchedChannel } from '../channels/watched-channel.js'
import { downloads as downloadsTotal } from '../metrics.js'
import { deletedMediaText, refusalText, undownloadableText } from '../texts.js'
import { publishIfComplete } from './publish-if-complete.js'

export type Download = { channel: WatchedChannel; postId: string; message: SourceMessage }

export type Downloads = {
  /** Adding what is under way already changes nothing. */
  add(download: Download): void
  idle(): Promise<void>
  /** Takes no more up; what is unfinished stays PENDING for the next start. */
  stop(): void
}

const concurrency = 3
const attempts = 6
const longestWaitMs = 60_000

/** Brings media into the store, three at a time, beside everything else. Each ends as STORED or FAILED; the last one of a READY post enqueues its publishing. */
export function createDownloads(app: MonitorApp, session: UserSession): Downloads {
  const waiting: Download[] = []
  /** Which medium is wanted for a message: an edit may replace the one under way. */
  const wanted = new Map<string, bigint>()
  const running = new Set<Promise<void>>()
  const abort = new AbortController()
  return {
    add(download) {
      const { media } = download.message
      if (!media || wanted.get(keyOf(download)) === media.location.id || abort.signal.aborted) return
      wanted.set(keyOf(download), media.location.id)
      waiting.push(download)
      fill()
    },
    async idle() {
      while (running.size > 0) await Promise.all(running)
    },
    stop: () => abort.abort(),
  }

  function fill(): void {
    while (running.size < concurrency && !abort.signal.aborted) {
      const download = waiting.shift()
      if (!download) return
      const work: Promise<void> = bring(download)
        .catch((error: unknown) => app.log.warn('download not finished', { postId: download.postId, messageId: download.message.id, error }))
        .finally(() => {
          running.delete(work)
          if (isWanted(download)) wanted.delete(keyOf(download))
          fill()
        })
      running.add(work)
    }
  }

  function isWanted(download: Download): boolean {
    return wanted.get(keyOf(download)) === download.message.media?.location.id
  }

  async function bring(download: Download): Promise<void> {
    const { channel, postId, message } = download
    const where = { postId, messageId: message.id, status: 'PENDING' } as const
    if (!isWanted(download) || (await app.db.postMedia.count({ where })) === 0) return
    const result = await fetchBytes(channel, message)
    if (result.kind === 'given-up' || !isWanted(download)) return
    const data =
      result.kind === 'bytes'
        ? { status: 'STORED' as const, mimeType: message.media?.mimeType ?? null, ...(await app.media.put(result.bytes)) }
        : { status: 'FAILED' as const, statusReason: result.reason }
    downloadsTotal.inc({ outcome: data.status.toLowerCase() })
    await app.db.postMedia.updateMany({ where, data })
    await publishIfComplete(app, postId)
  }

  async function fetchBytes(channel: WatchedChannel, message: SourceMessage): Promise<{ kind: 'bytes'; bytes: Uint8Array } | { kind: 'failed'; reason: string } | { kind: 'given-up' }> {
    let failures = 0
    for (;;) {
      const startedAt = Date.now()
      try {
        return { kind: 'bytes', bytes: await session.downloadMedia(channel, message) }
      } catch (error) {
        if (error instanceof SessionLostError || abort.signal.aborted) return { kind: 'given-up' }
        if (error instanceof RefusedError && !isStale(error)) return { kind: 'failed', reason: goneCodes.has(error.code) ? deletedMediaText : refusalText(error.code) }
        app.log.debug('download failed', { messageId: message.id, failures, error })
        // A flood wait or a dead line is no fault of the file: only while Telegram answers otherwise does a failure count.
        const isFlood = error instanceof RateLimitedError
        if (!isFlood && (session.lastAnswerAt()?.getTime() ?? 0) >= startedAt) failures += 1
        if (failures >= attempts) return { kind: 'failed', reason: undownloadableText }
        await delay(Math.min(isFlood ? error.retryAfterMs : 1000 * 2 ** failures, longestWaitMs), undefined, { signal: abort.signal }).catch(() => {})
      }
    }
  }
}

/** The message, or the medium in it, is there no more. */
const goneCodes: ReadonlySet<string> = new Set(['MEDIA_EMPTY', 'MESSAGE_ID_INVALID'])

/** Expired again by the time its turn came: the next try takes a fresh one. */
function isStale({ code }: RefusedError): boolean {
  return code.startsWith('FILE_REFERENCE_')
}

function keyOf({ postId, message }: Download): string {
  return `${postId} ${message.id}`
}
