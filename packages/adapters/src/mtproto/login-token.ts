import { Api } from 'telegram'
import type { Login } from './log-in.js'
import { RefusedError } from './mtproto-errors.js'

/** What a QR code for the Telegram app holds; worthless after `expiresAt`. */
export type LoginToken = { url: string; expiresAt: Date }

/** Tokens live for about half a minute; for a clock that says something else. */
const usualLifeMs = 25_000
const longestLifeMs = 60_000

/** Login by a token that a device logged in already scans (https://core.telegram.org/api/qr-login). Shows new ones until one is accepted. */
export async function logInByToken(login: Login): Promise<Api.auth.TypeAuthorization> {
  let isAccepted = false
  let wake = (): void => {}
  const stop = login.onTokenAccepted(() => {
    isAccepted = true
    wake()
  })
  try {
    for (;;) {
      isAccepted = false
      const answer = await login.call(new Api.auth.ExportLoginToken({ ...login.credentials, exceptIds: [] }))
      if (!(answer instanceof Api.auth.LoginToken)) return await authorizationOf(login, answer)
      login.questions.showToken({ url: `tg://login?token=${answer.token.toString('base64url')}`, expiresAt: new Date(answer.expires * 1000) })
      if (!isAccepted) await pause(lifeMsOf(answer), (resume) => (wake = resume))
    }
  } finally {
    stop()
  }
}

/** The account may live in another data centre, where the token is to be handed in. */
async function authorizationOf(login: Login, answer: Api.auth.TypeLoginToken): Promise<Api.auth.TypeAuthorization> {
  if (answer instanceof Api.auth.LoginTokenSuccess) return answer.authorization
  if (!(answer instanceof Api.auth.LoginTokenMigrateTo)) throw new RefusedError('AUTH_TOKEN_INVALID', 'auth.ExportLoginToken')
  await login.switchDataCentre(answer.dcId)
  const imported = await login.call(new Api.auth.ImportLoginToken({ token: answer.token }))
  if (imported instanceof Api.auth.LoginTokenSuccess) return imported.authorization
  throw new RefusedError('AUTH_TOKEN_INVALID', 'auth.ImportLoginToken')
}

function lifeMsOf({ expires }: Api.auth.LoginToken): number {
  const leftMs = expires * 1000 - Date.now()
  return leftMs > 0 && leftMs <= longestLifeMs ? leftMs : usualLifeMs
}

async function pause(ms: number, onResume: (resume: () => void) => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  onResume(resolve)
  await promise
  clearTimeout(timer)
}
