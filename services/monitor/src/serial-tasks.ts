export type SerialTasks = {
  /** Runs after all added before; a task that fails does not stop those behind it. */
  add(task: () => Promise<void>): void
  idle(): Promise<void>
}

/** One after another, in the order of adding. GramJS calls handlers concurrently, so order within a channel is made here. */
export function createSerialTasks(onError: (error: unknown) => void): SerialTasks {
  let tail: Promise<void> = Promise.resolve()
  return {
    add(task) {
      tail = tail.then(task).catch(onError)
    },
    idle: () => tail,
  }
}
