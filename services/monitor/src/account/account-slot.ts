import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { openUserSession, SessionLostError, type UserSession } from '@cars-bot/adapters/mtproto'
import { holdLease, type Lease, type Service } from '@cars-bot/platform'
import type { MonitorApp } from '../app.js'
import { createAccount, type Account, type Sharing } from './account.js'
import { admitAccount, deadCodeOf, inheritChannels, parkAccount } from './reading-accounts.js'
import { storedFloodWaits } from './stored-flood-waits.js'

export type SlotState = 'starting' | 'standby' | 'working' | 'parked' | 'closed'

/** One session string: read by one process at a time, parked when it is lost. */
export type AccountSlot = {
  readonly keyId: string
  state(): SlotState
  /** Why it is parked. */
  loss(): SessionLostError | null
  lastAnswerAt(): Date | null
  /** Resolves when it works, is parked or closed. */
  start(): Promise<void>
  /** Takes over what other sessions of the account have left. */
  inherit(): Promise<void>
  close(): Promise<void>
}

export type SlotContext = {
  service: Service
  app: MonitorApp
  telegram: { apiId: number; apiHash: string; proxy?: string | undefined; requestTimeoutMs?: number }
  sharing: Sharing
  onState(): void
  /** Sessions that keep their channels: all that are not parked. */
  keyIdsInUse(): readonly string[]
  /** Called once when the session is parked; `isNews` when it was not known to be lost for this reason. */
  onParked(keyId: string, code: string, isNews: boolean): Promise<void>
  /** Every slot's end in one go. */
  closeAll(): Promise<void>
}

const retryMs = 5_000

export async function openSlot(context: SlotContext, sessionString: string): Promise<AccountSlot> {
  const { service, app, sharing } = context
  const abort = new AbortController()
  let state: SlotState = 'starting'
  let loss: SessionLostError | null = null
  let account: Account | null = null
  let lease: Lease | null = null
  let telegramId: bigint | null = null
  let parking: Promise<void> | null = null
  let closing: Promise<void> | null = null
  const session = await openSession()
  // A string that is no session has no key; it is told apart from others without being kept.
  const keyId = session?.sessionKeyId ?? `invalid-${createHash('sha256').update(sessionString).digest('hex').slice(0, 16)}`
  return {
    keyId,
    state: () => state,
    loss: () => loss,
    lastAnswerAt: () => account?.lastAnswerAt() ?? null,
    start,
    inherit,
    close: () => (closing ??= close()),
  }

  async function openSession(): Promise<UserSession | null> {
    try {
      return await openUserSession({
        ...context.telegram,
        session: sessionString,
        log: app.log,
        now: () => app.now().getTime(),
        floodWaits: (sessionKeyId) => storedFloodWaits(app, sessionKeyId),
        onUpdate: (update) => account?.onUpdate(update),
        onConnectionChange: (isConnected) => app.log.debug('telegram connection changed', { isConnected }),
        onLost: (error) => void lose(error),
      })
    } catch (error) {
      if (error instanceof SessionLostError) return null
      throw error
    }
  }

  async function start(): Promise<void> {
    if (!session) return await lose(new SessionLostError('SESSION_STRING_INVALID'))
    try {
      lease = await holdLease(service, app.db, app.log, { name: `session:${keyId}`, signal: abort.signal, onStandby: () => move('standby') })
      service.onClose(`account ${keyId}`, () => context.closeAll())
      move('starting')
      const deadCode = await deadCodeOf(app, keyId)
      if (deadCode) throw new SessionLostError(deadCode)
      if (abort.signal.aborted) return await lease.release()
      account = createAccount(app, session, { sharing, onConnected: greet, onLost: (error) => void lose(error) })
      await account.start()
      move('working')
    } catch (error) {
      if (abort.signal.aborted) return
      if (!(error instanceof SessionLostError)) throw error
      await lose(error)
    }
  }

  async function greet(user: { telegramId: bigint }): Promise<void> {
    await admitAccount(app, { sessionKeyId: keyId, telegramId: user.telegramId })
    telegramId = user.telegramId
    await inherit()
  }

  async function inherit(): Promise<void> {
    if (!session || telegramId === null || state === 'parked' || state === 'closed') return
    const isRicher = await inheritChannels(app, { sessionKeyId: keyId, telegramId }, context.keyIdsInUse())
    if (isRicher) await session.loadFloodWaits()
  }

  function lose(error: SessionLostError): Promise<void> {
    if (closing) return closing
    return (parking ??= park(error))
  }

  async function park(error: SessionLostError): Promise<void> {
    loss = error
    app.log.error('account parked', { account: keyId, code: error.code, mend: 'make login' })
    move('parked')
    await session?.close()
    await account?.stop()
    // Nobody else may take the session up before it is known to be lost.
    const isNews = (await untilDone(() => parkAccount(app, keyId, error.code))) ?? false
    await untilDone(() => context.onParked(keyId, error.code, isNews))
    await lease?.release()
    context.onState()
  }

  /** The loss must not be forgotten because the database was away for a moment. */
  async function untilDone<T>(work: () => Promise<T>): Promise<T | null> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        app.log.warn('lost account not noted', { account: keyId, error })
        const isOver = await delay(retryMs, false, { signal: AbortSignal.any([abort.signal, service.signal]) }).catch(() => true)
        if (isOver) return null
      }
    }
  }

  async function close(): Promise<void> {
    abort.abort()
    await parking
    move('closed')
    if (account) await account.stop()
    else await session?.close()
    await lease?.release()
  }

  function move(next: SlotState): void {
    if (state === 'closed' || (state === 'parked' && next !== 'closed')) return
    state = next
    context.onState()
  }
}
