/** Runs the work of one key in the order it came, one at a time; different keys run beside each other. */
export type Turns = <T>(key: bigint, work: () => Promise<T>) => Promise<T>

export function createTurns(): Turns {
  const last = new Map<bigint, Promise<unknown>>()
  return async (key, work) => {
    const before = last.get(key)
    const mine = before ? before.then(work, work) : work()
    last.set(key, mine)
    try {
      return await mine
    } finally {
      if (last.get(key) === mine) last.delete(key)
    }
  }
}
