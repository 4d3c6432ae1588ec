export { logIn, type LoginQuestions } from './log-in.js'
export { RefusedError, SessionLostError } from './mtproto-errors.js'
export { openUserSession, type UserSessionOptions } from './user-session.js'
export type * from './types.js'
