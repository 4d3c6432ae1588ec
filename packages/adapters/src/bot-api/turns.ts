export type Turns = {
  /** Work of one key runs in the order it came, that of different keys side by side. `work` must not reject. */
  add(key: string, work: () => Promise<void>): Promise<void>
  count(): number
  idle(): Promise<void>
  /** Resolves when some work has ended. */
  oneDone(): Promise<void>
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>()
  const running = new Set<Promise<void>>()
  return {
    add(key, work) {
      const turn: Promise<void> = (last.get(key) ?? Promise.resolve()).then(work).finally(() => {
        running.delete(turn)
        if (last.get(key) === turn) last.delete(key)
      })
      last.set(key, turn)
      running.add(turn)
      return turn
    },
    count: () => running.size,
    async idle() {
      while (running.size > 0) await Promise.all(running)
    },
    async oneDone() {
      await Promise.race(running)
    },
  }
}
