import { createHash } from 'node:crypto'
import { StringSession } from 'telegram/sessions/index.js'
import { SessionLostError } from './mtproto-errors.js'

/** Reads a GramJS or Telethon session string. Throws `SessionLostError` (SESSION_STRING_INVALID) for anything else, without the string in it. */
export async function readSessionString(text: string): Promise<{ session: StringSession; sessionKeyId: string }> {
  try {
    const session = new StringSession(text.trim())
    await session.load()
    const key = session.getAuthKey()?.getKey()
    if (!key || key.length !== 256) throw new Error('the session string holds no auth key')
    return { session, sessionKeyId: createHash('sha256').update(key).digest('hex').slice(0, 16) }
  } catch {
    throw new SessionLostError('SESSION_STRING_INVALID')
  }
}
