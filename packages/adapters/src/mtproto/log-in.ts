import { Api } from 'telegram'
import { StringSession } from 'telegram/sessions/index.js'
import { openGramClient, type ConnectionOptions } from './gram-client.js'
import { fromLong } from './longs.js'
import { usernameOf } from './peers.js'
import type { Account } from './types.js'

export type LoginQuestions = {
  phone(): Promise<string>
  code(): Promise<string>
  /** The two-step password; the hint is the owner's own. */
  password(hint: string | null): Promise<string>
  /** A wrong code or password; the question is asked again. */
  onFault(message: string): void
}

/** Logs an account in with a new key and gives its session string, which is a secret. Waits for the person as long as it takes. */
export async function logIn(connection: ConnectionOptions, questions: LoginQuestions): Promise<{ session: string; account: Account }> {
  const session = new StringSession('')
  const gram = openGramClient(session, connection)
  try {
    await gram.client.start({
      phoneNumber: () => questions.phone(),
      phoneCode: () => questions.code(),
      password: (hint) => questions.password(hint ?? null),
      onError: (error) => questions.onFault('errorMessage' in error ? String(error.errorMessage) : error.message),
    })
    const self = await gram.client.getMe()
    if (!(self instanceof Api.User)) throw new Error('Telegram did not say who logged in')
    return { session: session.save(), account: { telegramId: fromLong(self.id), firstName: self.firstName ?? null, username: usernameOf(self) } }
  } finally {
    await gram.close()
  }
}
