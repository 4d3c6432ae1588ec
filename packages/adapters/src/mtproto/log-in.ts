import { Api } from 'telegram'
import { computeCheck } from 'telegram/Password.js'
import { StringSession } from 'telegram/sessions/index.js'
import { openGramClient, type ConnectionOptions } from './gram-client.js'
import { logInByToken, type LoginToken } from './login-token.js'
import { fromLong, toLong } from './longs.js'
import { RefusedError, SessionLostError, UnansweredError } from './mtproto-errors.js'
import { usernameOf } from './peers.js'
import { translateError } from './translate-error.js'
import type { Account } from './types.js'

/** How Telegram sent the code; `other` stands for ways that show in no message, such as the number of a missed call. */
export type CodePlace = 'app' | 'sms' | 'call' | 'email' | 'fragment' | 'other'

export type LoginQuestions = {
  /** Null: by a token shown as a QR code instead. */
  phone(): Promise<string | null>
  /** Null: have the code sent in another way, which is open only when `canResend`. */
  code(place: CodePlace, canResend: boolean): Promise<string | null>
  /** The two-step password; the hint is the owner's own. */
  password(hint: string | null): Promise<string>
  /** Shown anew whenever the one before has expired. */
  showToken(token: LoginToken): void
  /** A wrong answer, by Telegram's word for it; the question is asked again. */
  onFault(code: string): void
}

export type Login = {
  call<R extends Api.AnyRequest>(request: R): Promise<R['__response']>
  switchDataCentre(dcId: number): Promise<void>
  /** Tells of every UpdateLoginToken until the function it gives is called. */
  onTokenAccepted(tell: () => void): () => void
  credentials: { apiId: number; apiHash: string }
  questions: LoginQuestions
}

/** Room for a change of the data centre, which makes a new key. */
const timeoutMs = 30_000

/** Faults in the phone number, after which another one is asked for. */
const phoneFaults: ReadonlySet<string> = new Set(['PHONE_NUMBER_INVALID', 'PHONE_NUMBER_UNOCCUPIED'])

/**
 * Logs an account in with a new key and gives its session string, which is a secret. Waits for the person as long as it takes; throws
 * `RateLimitedError` when Telegram asks to wait, `RefusedError` for what no other answer mends, such as PHONE_NUMBER_BANNED.
 */
export async function logIn(connection: ConnectionOptions, questions: LoginQuestions): Promise<{ session: string; account: Account }> {
  const session = new StringSession('')
  const gram = openGramClient(session, connection)
  const { client } = gram
  // Without a self of any kind GramJS asks Telegram for it at every update.
  client._selfInputPeer = new Api.InputPeerUser({ userId: toLong(0n), accessHash: toLong(0n) })
  const onToken = new Set<() => void>()
  client.onError = async () => {}
  client.addEventHandler((update: unknown) => {
    if (update instanceof Api.UpdateLoginToken) for (const tell of onToken) tell()
  })
  try {
    const isConnected = await timed('connect', client.connect())
    if (!isConnected) throw new UnansweredError('connect', timeoutMs)
    const user = await enter({
      call: (request) => timed(request.className, client.invoke(request)),
      switchDataCentre: async (dcId) => void (await timed('connect', client._switchDC(dcId))),
      onTokenAccepted(tell) {
        onToken.add(tell)
        return () => onToken.delete(tell)
      },
      credentials: { apiId: connection.apiId, apiHash: connection.apiHash },
      questions,
    })
    return { session: session.save(), account: { telegramId: fromLong(user.id), firstName: user.firstName ?? null, username: usernameOf(user) } }
  } finally {
    await gram.close()
  }
}

async function enter(login: Login): Promise<Api.User> {
  for (;;) {
    const phone = await login.questions.phone()
    try {
      return userOf(phone === null ? await logInByToken(login) : await byPhone(login, phone))
    } catch (error) {
      if (needsPassword(error)) return userOf(await byPassword(login))
      if (!(error instanceof RefusedError) || !phoneFaults.has(error.code)) throw error
      login.questions.onFault(error.code)
    }
  }
}

async function byPhone(login: Login, phone: string): Promise<Api.auth.TypeAuthorization> {
  let sent = await login.call(new Api.auth.SendCode({ phoneNumber: phone, ...login.credentials, settings: new Api.CodeSettings({}) }))
  for (;;) {
    if (sent instanceof Api.auth.SentCodeSuccess) return sent.authorization
    if (!(sent instanceof Api.auth.SentCode)) throw new RefusedError('CODE_NOT_SENT', 'auth.SendCode')
    const { phoneCodeHash } = sent
    const code = await login.questions.code(placeOf(sent.type), Boolean(sent.nextType))
    try {
      if (code === null) sent = await login.call(new Api.auth.ResendCode({ phoneNumber: phone, phoneCodeHash }))
      else return await login.call(new Api.auth.SignIn({ phoneNumber: phone, phoneCodeHash, phoneCode: code }))
    } catch (error) {
      if (!(error instanceof RefusedError) || !codeFaults.has(error.code)) throw error
      login.questions.onFault(error.code)
      if (error.code === 'PHONE_CODE_EXPIRED') sent = await login.call(new Api.auth.SendCode({ phoneNumber: phone, ...login.credentials, settings: new Api.CodeSettings({}) }))
    }
  }
}

/** https://core.telegram.org/method/auth.signIn, auth.resendCode. */
const codeFaults: ReadonlySet<string> = new Set(['PHONE_CODE_EMPTY', 'PHONE_CODE_EXPIRED', 'PHONE_CODE_INVALID', 'SEND_CODE_UNAVAILABLE'])

async function byPassword(login: Login): Promise<Api.auth.TypeAuthorization> {
  for (;;) {
    const asked = await login.call(new Api.account.GetPassword())
    const password = await login.questions.password(asked.hint ?? null)
    try {
      return await login.call(new Api.auth.CheckPassword({ password: await computeCheck(asked, password) }))
    } catch (error) {
      if (!(error instanceof RefusedError) || !passwordFaults.has(error.code)) throw error
      login.questions.onFault(error.code)
    }
  }
}

/** An SRP id that is not known any more belongs to a question asked too long ago (https://core.telegram.org/api/srp). */
const passwordFaults: ReadonlySet<string> = new Set(['PASSWORD_HASH_INVALID', 'SRP_ID_INVALID', 'SRP_PASSWORD_CHANGED'])

function needsPassword(error: unknown): boolean {
  return error instanceof SessionLostError && error.code === 'SESSION_PASSWORD_NEEDED'
}

function userOf(authorization: Api.auth.TypeAuthorization): Api.User {
  if (authorization instanceof Api.auth.AuthorizationSignUpRequired) throw new RefusedError('PHONE_NUMBER_UNOCCUPIED', 'auth.SignIn')
  if (authorization.user instanceof Api.User) return authorization.user
  throw new Error('Telegram did not say who logged in')
}

function placeOf(type: Api.auth.TypeSentCodeType): CodePlace {
  if (type instanceof Api.auth.SentCodeTypeSetUpEmailRequired) throw new RefusedError('EMAIL_SETUP_REQUIRED', 'auth.SendCode')
  if (type instanceof Api.auth.SentCodeTypeApp) return 'app'
  if (type instanceof Api.auth.SentCodeTypeEmailCode) return 'email'
  if (type instanceof Api.auth.SentCodeTypeCall) return 'call'
  if (type instanceof Api.auth.SentCodeTypeFragmentSms) return 'fragment'
  const isSms = [Api.auth.SentCodeTypeSms, Api.auth.SentCodeTypeFirebaseSms, Api.auth.SentCodeTypeSmsWord, Api.auth.SentCodeTypeSmsPhrase].some((sms) => type instanceof sms)
  return isSms ? 'sms' : 'other'
}

async function timed<T>(method: string, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new UnansweredError(method, timeoutMs)), timeoutMs)
  try {
    return await Promise.race([work, late])
  } catch (error) {
    throw translateError(error, method)
  } finally {
    clearTimeout(timer)
  }
}
