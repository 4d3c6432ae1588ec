import type { SessionLostError } from '@cars-bot/adapters/mtproto'
import type { Health } from '@cars-bot/platform'
import { readingAccounts } from '../metrics.js'
import { newsChannelUnseenText, sessionLostText } from '../texts.js'
import { openSlot, type AccountSlot, type SlotContext } from './account-slot.js'

export type AccountPool = {
  /**
   * Makes the sessions in use these ones: further ones are taken up, those that are missing are let go. Resolves when that is done;
   * `started` resolves when all that are new work or are parked.
   */
  use(sessions: readonly string[]): Promise<{ started: Promise<void> }>
  /** Throws when no account can do its work. */
  check(): void
}

export type PoolOptions = Pick<SlotContext, 'service' | 'app' | 'telegram'> & { health: Pick<Health, 'setState'>; isFromFile: boolean }

const longestSilenceMs = 60_000
/** How long the channels of a session that was taken away wait for its successor. */
const successionMs = 30_000
/** How long an account that does not see our channel is not asked to look again. */
const blindMs = 60_000

/** All reading accounts of this process. They share the channels between them; one that is lost is parked, the owner is told, the others go on. */
export function createAccountPool({ service, app, telegram, health, isFromFile }: PoolOptions): AccountPool {
  const slots = new Map<string, AccountSlot>()
  const leaving = new Set<string>()
  const blindUntil = new Map<string, number>()
  const context: SlotContext = { service, app, telegram, sharing: { keyIds, isNewsReader, newsUnseen }, keyIdsInUse, onState, onParked, closeAll }
  return { use, check }

  async function use(sessions: readonly string[]): Promise<{ started: Promise<void> }> {
    const gone = [...slots].filter(([text]) => !sessions.includes(text))
    // Until their successors are at work nobody else shall take up the channels of those that leave.
    for (const [text, slot] of gone) {
      leaving.add(slot.keyId)
      slots.delete(text)
    }
    await Promise.all(gone.map(([, slot]) => slot.close()))
    const fresh: AccountSlot[] = []
    for (const text of sessions) {
      if (slots.has(text)) continue
      const slot = await openSlot(context, text)
      if (all().some((one) => one.keyId === slot.keyId)) {
        app.log.warn('session given twice', { sessionKeyId: slot.keyId })
        continue
      }
      slots.set(text, slot)
      fresh.push(slot)
    }
    onState()
    return { started: settle(fresh, gone) }
  }

  async function settle(fresh: readonly AccountSlot[], gone: readonly [string, AccountSlot][]): Promise<void> {
    const left = (): void => gone.forEach(([, slot]) => leaving.delete(slot.keyId))
    const timer = setTimeout(left, successionMs)
    try {
      await Promise.all(fresh.map((slot) => slot.start()))
      if (gone.length > 0) await inheritAll()
    } finally {
      clearTimeout(timer)
      left()
    }
  }

  /** What a session leaves goes to another one of the same account, if there is one. */
  async function inheritAll(): Promise<void> {
    for (const slot of inState('working')) await slot.inherit()
  }

  function keyIds(): readonly string[] {
    return [...leaving, ...keyIdsInUse()]
  }

  function keyIdsInUse(): string[] {
    return all().filter((slot) => slot.state() !== 'parked').map((slot) => slot.keyId)
  }

  function isNewsReader(keyId: string): boolean {
    const now = app.now().getTime()
    return inState('working').find((slot) => (blindUntil.get(slot.keyId) ?? 0) <= now)?.keyId === keyId
  }

  async function newsUnseen(keyId: string, code: string): Promise<void> {
    const now = app.now().getTime()
    blindUntil.set(keyId, now + blindMs)
    const canOtherLook = inState('working').some((slot) => (blindUntil.get(slot.keyId) ?? 0) <= now)
    if (!canOtherLook) await app.alerts.raise({ level: 'ERROR', message: newsChannelUnseenText(code), dedupeKey: `news-channel:${code}` })
  }

  async function onParked(keyId: string, code: string, isNews: boolean): Promise<void> {
    await inheritAll()
    if (!isNews) return
    const position = slots.size > 1 ? all().findIndex((slot) => slot.keyId === keyId) + 1 : undefined
    await app.alerts.raise({ level: 'ERROR', message: sessionLostText(code, { position, isFromFile }), dedupeKey: `session-lost:${keyId}:${code}` })
  }

  async function closeAll(): Promise<void> {
    await Promise.all(all().map((slot) => slot.close()))
  }

  function onState(): void {
    for (const state of ['starting', 'standby', 'working', 'parked'] as const) readingAccounts.set({ state }, inState(state).length)
    health.setState(stateText())
  }

  function stateText(): string {
    const parked = all().flatMap((slot) => slot.loss()?.code ?? [])
    const parkedText = `parked: ${parked.join(', ')}, make login mends it`
    if (inState('working').length > 0) return parked.length > 0 ? `running; ${parkedText}` : 'running'
    for (const state of ['standby', 'starting'] as const) if (inState(state).length > 0) return state
    return parked.length > 0 ? parkedText : 'no session: make login gives one'
  }

  /** Fine while standing by. With several accounts one that works is enough; the parked ones have been told. */
  function check(): void {
    const atWork = [...inState('working'), ...inState('starting')]
    if (atWork.length === 0 && inState('standby').length > 0) return
    if (atWork.length === 0) throw lossOfAny() ?? new Error('no session is given')
    const answers = atWork.map((slot) => slot.lastAnswerAt()?.getTime() ?? 0)
    if (Math.max(...answers) < app.now().getTime() - longestSilenceMs) throw new Error('Telegram does not answer')
  }

  function lossOfAny(): SessionLostError | null {
    return all().find((slot) => slot.loss() !== null)?.loss() ?? null
  }

  function all(): AccountSlot[] {
    return [...slots.values()]
  }

  function inState(state: ReturnType<AccountSlot['state']>): AccountSlot[] {
    return all().filter((slot) => slot.state() === state)
  }
}
