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

  constructor(private readonly limit = 20_000) {}

  add(request: RecordedRequest): void {
    this.list.push(request)
    if (this.list.length > this.limit) this.list.splice(0, this.list.length - this.limit)
  }

  of(target: string | undefined): RecordedRequest[] {
    return target ? this.list.filter((request) => request.target === target) : this.list
  }
}
