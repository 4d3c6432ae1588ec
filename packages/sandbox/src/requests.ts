import type { FaultTarget } from './faults.js'

export type RecordedRequest = {
  at: string
  target: Exclude<FaultTarget, 'mtproto'> | 'mtproto'
  method: string
  path: string
  headers: Record<string, string | string[] | undefined>
  body: unknown
  status: number
}

/** Every request the sandbox received, newest last; only the newest `limit` are kept. */
export class Requests {
  private list: RecordedRequest[] = []
  private readonly listeners = new Set<(request: RecordedRequest) => void>()

  constructor(private readonly limit = 20_000) {}

  add(request: RecordedRequest): void {
    this.list.push(request)
    if (this.list.length > this.limit) this.list.splice(0, this.list.length - this.limit)
    for (const listener of this.listeners) listener(request)
  }

  /** Tells of every further request, until the returned function is called. */
  subscribe(listener: (request: RecordedRequest) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  of(target: string | undefined): RecordedRequest[] {
    return target ? this.list.filter((request) => request.target === target) : this.list
  }
}
