import type { WatchedChannel } from '../channels/watched-channel.js'

export type OpenAlbums = {
  /** (Re)starts the quiet time after which the album is closed. */
  partCame(channel: WatchedChannel, postId: string, waitMs?: number): void
  stop(): void
}

/** Albums whose parts may still be coming. Which albums are open is also in the database (status NEW), for the time after a restart. */
export function createOpenAlbums(quietMs: number, close: (channel: WatchedChannel, postId: string) => Promise<void>): OpenAlbums {
  const timers = new Map<string, NodeJS.Timeout>()
  let isStopped = false
  return {
    partCame(channel, postId, waitMs = quietMs) {
      if (isStopped) return
      clearTimeout(timers.get(postId))
      const timer = setTimeout(() => {
        timers.delete(postId)
        channel.tasks.add(() => close(channel, postId))
      }, waitMs)
      timers.set(postId, timer)
    },
    stop() {
      isStopped = true
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}
