import type { ClientConnection } from './connection.js'

export type MainConnections = {
  /**
   * Called before a request that only a client's main connection makes. When another client with the same auth key is alive at that moment,
   * the key is dead from then on (`isDuplicated`).
   */
  claim(connection: ClientConnection): Promise<void>
  heard(connection: ClientConnection): void
  closed(connection: ClientConnection): void
  /** The largest number of live main connections one key ever had, by key id. */
  maximum: Map<string, number>
}

/**
 * Watches that an auth key is used from one place at a time. Telegram's own rule is "from two IP addresses at once"
 * (https://core.telegram.org/api/errors#406-not-acceptable); here all come from one address, so the stricter rule is: two connections with
 * different sessions, both making main requests, both alive. Downloads use further connections with the same key and are no main
 * connections; the leftover of a client that reconnected is not alive: an open socket is asked for a sign of life (`msgs_state_req`, which
 * every client must answer) and counts only if it gives one within `probeMs`. One that was silent and makes a request later is alive again.
 */
export function createMainConnections(probeMs = 300): MainConnections {
  const mains = new Set<ClientConnection>()
  const silent = new Set<ClientConnection>()
  const listeners = new Map<ClientConnection, Set<() => void>>()
  const maximum = new Map<string, number>()
  return {
    maximum,
    async claim(connection) {
      const key = connection.key
      if (!key || key.isDuplicated) return
      const isNew = !mains.has(connection)
      mains.add(connection)
      const wasSilent = silent.delete(connection)
      if (!isNew && !wasSilent) return
      const answers = await Promise.all(rivalsOf(connection).map((rival) => isAlive(rival)))
      const alive = 1 + answers.filter(Boolean).length
      maximum.set(key.id, Math.max(maximum.get(key.id) ?? 0, alive))
      if (alive > 1) key.isDuplicated = true
    },
    heard(connection) {
      for (const listener of listeners.get(connection) ?? []) listener()
    },
    closed(connection) {
      mains.delete(connection)
      silent.delete(connection)
      listeners.delete(connection)
    },
  }

  function rivalsOf(connection: ClientConnection): ClientConnection[] {
    return [...mains].filter((one) => one !== connection && one.key === connection.key && one.sessionId() !== connection.sessionId())
  }

  async function isAlive(connection: ClientConnection): Promise<boolean> {
    const heardFrom = new Promise<boolean>((resolve) => {
      const all = listeners.get(connection) ?? new Set()
      listeners.set(connection, all)
      const timer = setTimeout(() => settle(false), probeMs)
      const settle = (answer: boolean): void => {
        clearTimeout(timer)
        all.delete(onHeard)
        resolve(answer)
      }
      const onHeard = (): void => settle(true)
      all.add(onHeard)
    })
    connection.probe()
    const isAlive = await heardFrom
    if (!isAlive && mains.has(connection)) silent.add(connection)
    return isAlive
  }
}
