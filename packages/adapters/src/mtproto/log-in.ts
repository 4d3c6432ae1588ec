import { Api } from 'telegram'
import { StringSession } from 'telegram/sessions/index.js'
import { openGramClient, type ConnectionOptions } from './gram-client.js'
import { fromLong } from './longs.js'
import { RefusedError } from './mtproto-errors.js'
import { usernameOf } from './peers.js'
import { translateError } from './translate-error.js'
import type { Account } from './types.js'

export type LoginQuestions = {
  phone(): Promise<string>
  code(): Promise<string>
  /** The two-step password; the hint is the owner's own. */
  password(hint: string | null): Promise<string>
  /** A wrong code or password; the question is asked again. */
  onFault(message: string): void
}

/** Logs an account in with a new key and gives its session string, which is a secret. Waits for the person as long as it takes; throws `RateLimitedError` when Telegram asks to wait. */
export async function logIn(connection: ConnectionOptions, questions: LoginQuestions): Promise<{ session: string; account: Account }> {
  const session = new StringSession('')
  const gram = openGramClient(session, connection)
  let ending: unknown = null
  try {
    await gram.client.start({
      phoneNumber: () => questions.phone(),
      phoneCode: () => questions.code(),
      password: (hint) => questions.password(hint ?? null),
      // GramJS asks again after any error, whatever it was; true ends the login.
      onError: async (error) => {
        const translated = translateError(error, 'login')
        if (translated instanceof RefusedError) questions.onFault(translated.code)
        else ending = translated
        return ending !== null
      },
    })
    const self = await gram.client.getMe()
    if (!(self instanceof Api.User)) throw new Error('Telegram did not say who logged in')
    return { session: session.save(), account: { telegramId: fromLong(self.id), firstName: self.firstName ?? null, username: usernameOf(self) } }
  } catch (error) {
    throw ending ?? error
  } finally {
    await gram.close()
  }
}
