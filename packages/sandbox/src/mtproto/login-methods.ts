import { Api } from 'telegram'
import type { WorldUser } from '../telegram/world.js'
import type { AuthKey } from './auth-keys.js'
import { toBigint, toLong } from './long.js'
import { homeDcOf, loginCode, randomHex } from './logins.js'
import { guestMethod, method, type Method } from './method.js'
import { askPassword, isPasswordRight, toTlPassword } from './password-check.js'
import { RpcFailure } from './rpc-failure.js'
import { userById, userByPhone, type GuestCall, type ServerState } from './server-state.js'
import { fileDcId } from './tl-file.js'
import { toTlUser } from './tl-peers.js'

/** Login by code, by two-step password and by token (https://core.telegram.org/api/auth); the code is always 12345. */
export const loginMethods: Method[] = [
  guestMethod(Api.auth.SendCode, ({ state }, request) => {
    const phone = request.phoneNumber.replace(/\D/g, '')
    if (!/^\d{7,15}$/.test(phone)) throw new RpcFailure('PHONE_NUMBER_INVALID')
    const phoneCodeHash = randomHex(9)
    state.logins.codes.set(phoneCodeHash, phone)
    const sent = { type: new Api.auth.SentCodeTypeApp({ length: loginCode.length }), nextType: new Api.auth.CodeTypeSms(), phoneCodeHash }
    return new Api.auth.SentCode(sent)
  }),
  guestMethod(Api.auth.ResendCode, ({ state }, request) => {
    const phone = state.logins.codes.get(request.phoneCodeHash)
    if (phone === undefined || phone !== request.phoneNumber.replace(/\D/g, '')) throw new RpcFailure('PHONE_CODE_EXPIRED')
    if (state.logins.resent.has(request.phoneCodeHash)) throw new RpcFailure('SEND_CODE_UNAVAILABLE', 406)
    state.logins.resent.add(request.phoneCodeHash)
    return new Api.auth.SentCode({ type: new Api.auth.SentCodeTypeSms({ length: loginCode.length }), phoneCodeHash: request.phoneCodeHash })
  }),
  guestMethod(Api.auth.SignIn, (call, request) => signIn(call, request)),
  guestMethod(Api.account.GetPassword, async (call) => {
    const userId = keyOf(call).passwordOwedBy ?? keyOf(call).userId
    if (userId === null) throw new RpcFailure('AUTH_KEY_UNREGISTERED')
    const password = call.state.logins.passwords.get(userId)
    if (password === undefined) return toTlPassword(null)
    const question = await askPassword(password)
    call.state.logins.questions.set(keyOf(call).id, question)
    return toTlPassword(question)
  }),
  guestMethod(Api.auth.CheckPassword, (call, request) => checkPassword(call, request.password)),
  guestMethod(Api.auth.ExportLoginToken, (call) => exportLoginToken(call)),
  guestMethod(Api.auth.ImportLoginToken, (call, request) => importLoginToken(call, request.token)),
  guestMethod(Api.auth.LogOut, (call) => {
    Object.assign(keyOf(call), { userId: null, passwordOwedBy: null })
    return new Api.auth.LoggedOut({})
  }),
  method(Api.auth.ExportAuthorization, ({ state, user }, request) => {
    if (request.dcId === fileDcId || request.dcId < 1 || request.dcId > 5) throw new RpcFailure('DC_ID_INVALID')
    const bytes = randomHex(64)
    state.logins.exports.set(bytes, { userId: user.id, dcId: request.dcId })
    return new Api.auth.ExportedAuthorization({ id: toLong(user.id), bytes: Buffer.from(bytes, 'hex') })
  }),
  guestMethod(Api.auth.ImportAuthorization, (call, request) => {
    const exported = request.bytes.toString('hex')
    const login = call.state.logins.exports.get(exported)
    if (!login || BigInt(login.userId) !== toBigint(request.id)) throw new RpcFailure('AUTH_BYTES_INVALID')
    call.state.logins.exports.delete(exported)
    keyOf(call).dcId = login.dcId
    return admit(call.state, keyOf(call), existingUser(call.state, login.userId))
  }),
]

/** The QR code was scanned: the device showing this token is told, and its next `auth.exportLoginToken` logs it in. */
export function acceptLoginToken(state: ServerState, token: Buffer, userId: number): string {
  const login = state.logins.tokens.get(token.toString('hex'))
  if (!login || login.expiresAt < Date.now()) throw new RpcFailure('AUTH_TOKEN_EXPIRED')
  login.userId = userId
  return login.keyId
}

function signIn(call: GuestCall, request: Api.auth.SignIn): Api.auth.TypeAuthorization {
  const { state } = call
  if (!request.phoneCode) throw new RpcFailure('PHONE_CODE_EMPTY')
  const phone = state.logins.codes.get(request.phoneCodeHash)
  if (phone === undefined || phone !== request.phoneNumber.replace(/\D/g, '')) throw new RpcFailure('PHONE_CODE_EXPIRED')
  if (request.phoneCode !== loginCode) throw new RpcFailure('PHONE_CODE_INVALID')
  state.logins.codes.delete(request.phoneCodeHash)
  const user = userByPhone(state.world, phone)
  if (!user) return new Api.auth.AuthorizationSignUpRequired({})
  return admitOrAskPassword(call, user)
}

function checkPassword({ state, connection }: GuestCall, proof: unknown): Api.auth.Authorization {
  const key = keyOf({ connection })
  const question = state.logins.questions.get(key.id)
  if (!(proof instanceof Api.InputCheckPasswordSRP) || key.passwordOwedBy === null) throw new RpcFailure('PASSWORD_HASH_INVALID')
  if (!question || question.srpId !== toBigint(proof.srpId)) throw new RpcFailure('SRP_ID_INVALID')
  state.logins.questions.delete(key.id)
  if (!isPasswordRight(question, proof)) throw new RpcFailure('PASSWORD_HASH_INVALID')
  return admit(state, key, existingUser(state, key.passwordOwedBy))
}

function exportLoginToken(call: GuestCall): Api.auth.TypeLoginToken {
  const { tokens } = call.state.logins
  const key = keyOf(call)
  const accepted = [...tokens].find(([, login]) => login.keyId === key.id && login.userId !== null)
  if (accepted?.[1].userId) {
    const dcId = homeDcOf(accepted[1].userId)
    if (dcId !== fileDcId) return new Api.auth.LoginTokenMigrateTo({ dcId, token: Buffer.from(accepted[0], 'hex') })
    tokens.delete(accepted[0])
    return new Api.auth.LoginTokenSuccess({ authorization: admitOrAskPassword(call, existingUser(call.state, accepted[1].userId)) })
  }
  const token = randomHex(24)
  const expiresAt = Date.now() + call.state.logins.tokenLifeMs
  tokens.set(token, { keyId: key.id, userId: null, expiresAt })
  return new Api.auth.LoginToken({ expires: Math.floor(expiresAt / 1000), token: Buffer.from(token, 'hex') })
}

/** Handed in where the account lives, over a key of that data centre (https://core.telegram.org/method/auth.importLoginToken). */
function importLoginToken(call: GuestCall, token: Buffer): Api.auth.LoginTokenSuccess {
  const { tokens } = call.state.logins
  const login = tokens.get(token.toString('hex'))
  if (!login?.userId || login.keyId === keyOf(call).id) throw new RpcFailure('AUTH_TOKEN_INVALID')
  tokens.delete(token.toString('hex'))
  if (login.expiresAt < Date.now()) throw new RpcFailure('AUTH_TOKEN_EXPIRED')
  return new Api.auth.LoginTokenSuccess({ authorization: admitOrAskPassword(call, existingUser(call.state, login.userId)) })
}

function admitOrAskPassword(call: GuestCall, user: WorldUser): Api.auth.Authorization {
  const key = keyOf(call)
  if (!call.state.logins.passwords.has(user.id)) return admit(call.state, key, user)
  key.passwordOwedBy = user.id
  throw new RpcFailure('SESSION_PASSWORD_NEEDED')
}

function admit(state: ServerState, key: AuthKey, user: WorldUser): Api.auth.Authorization {
  Object.assign(key, { userId: user.id, passwordOwedBy: null })
  state.log.info('mtproto login', { userId: user.id })
  return new Api.auth.Authorization({ user: toTlUser(user, user) })
}

function existingUser(state: ServerState, userId: number): WorldUser {
  const user = userById(state.world, userId)
  if (!user) throw new RpcFailure('USER_DEACTIVATED')
  return user
}

function keyOf({ connection }: Pick<GuestCall, 'connection'>): AuthKey {
  if (!connection.key) throw new RpcFailure('AUTH_KEY_UNREGISTERED')
  return connection.key
}
