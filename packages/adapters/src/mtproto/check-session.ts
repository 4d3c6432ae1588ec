import { SessionLostError } from './mtproto-errors.js'
import { readSessionString } from './session-string.js'
import { openUserSession, type UserSessionOptions } from './user-session.js'
import type { Account } from './types.js'

/** The name of a session in the database and in logs, and its string in GramJS's own form, whatever form was given. Throws `SessionLostError` for a string that is no session. */
export async function describeSession(text: string): Promise<{ sessionKeyId: string; session: string }> {
  const { session, sessionKeyId } = await readSessionString(text)
  return { sessionKeyId, session: session.save() }
}

/** Whose session this is. Uses it, so nobody else may at that time. Throws `SessionLostError` for one that is over. */
export async function checkSession(options: Pick<UserSessionOptions, 'apiId' | 'apiHash' | 'proxy' | 'session'>): Promise<Account> {
  const nothing = (): void => {}
  let lost: SessionLostError | null = null
  const opened = await openUserSession({ ...options, log: { debug: nothing }, onUpdate: nothing, onConnectionChange: nothing, onLost: (error) => void (lost = error) })
  try {
    return await opened.connect()
  } catch (error) {
    throw lost ?? error
  } finally {
    await opened.close()
  }
}
