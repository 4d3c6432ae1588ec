export const faultTargets = ['bot-api', 'mtproto', 'openai', 'yookassa', 'sheets'] as const
export type FaultTarget = (typeof faultTargets)[number]

export type Fault = {
  target: FaultTarget
  kind: 'error' | 'delay' | 'hang' | 'disconnect' | 'drop-update' | 'wrong-answer'
  /** HTTP status for `error` on HTTP targets. */
  status?: number
  /** The rpc error for `error` on mtproto, such as FLOOD_WAIT_30 or AUTH_KEY_DUPLICATED. */
  rpcError?: string
  /** Only calls of this method or path part are hit; all when absent. */
  method?: string
  retryAfterSeconds?: number
  delayMs?: number
  /** For `error` on openai: the code beside the status, such as insufficient_quota. */
  code?: string
  /** For `wrong-answer`: which lie is told, in the target's own words. */
  answer?: string
  /** For `wrong-answer`: what the lie says, where it says something of its own. */
  words?: string
  /** For `wrong-answer`: the number the lie invents. */
  value?: number
  /** For `wrong-answer`: only questions that hold this text are lied to. */
  about?: string
  /** The stand-in of an HTTP target acts first, and only its answer is lost, late or wrong. */
  isAfter?: boolean
  /** Share of calls that are hit, 0–1; 1 when absent. */
  probability?: number
  /** Calls still to be hit; unlimited when absent. */
  times?: number
}

/** What shall go wrong, and how often. `take` consumes one use of the first fault that fits; `question` is what the caller was asked. */
export class Faults {
  private list: Fault[] = []

  add(fault: Fault): void {
    this.list.push({ ...fault })
  }

  clear(): void {
    this.list = []
  }

  all(): readonly Fault[] {
    return this.list
  }

  take(target: FaultTarget, method: string, kinds?: readonly Fault['kind'][], question = ''): Fault | null {
    const fault = this.list.find(
      (one) =>
        one.target === target &&
        (!kinds || kinds.includes(one.kind)) &&
        (!one.method || method.toLowerCase().includes(one.method.toLowerCase())) &&
        (one.about === undefined || question.includes(one.about)) &&
        (one.times === undefined || one.times > 0) &&
        Math.random() < (one.probability ?? 1),
    )
    if (!fault) return null
    if (fault.times !== undefined) fault.times -= 1
    return { ...fault }
  }
}
