/** An answer of Telegram that is an error: thrown inside a method, sent to the client as `rpc_error`. */
export class RpcFailure extends Error {
  override readonly name = 'RpcFailure'
  readonly code: number

  constructor(message: string, code = rpcErrorCode(message)) {
    super(message)
    this.code = code
  }
}

/** The code that goes with an error's name (https://core.telegram.org/api/errors). */
function rpcErrorCode(message: string): number {
  if (/_WAIT_\d+$/.test(message)) return 420
  if (/_MIGRATE_\d+$/.test(message)) return 303
  if (message === 'AUTH_KEY_DUPLICATED') return 406
  if (/^(AUTH_KEY_|SESSION_|USER_DEACTIVATED)/.test(message)) return 401
  if (/^(CHAT_.*FORBIDDEN|USER_PRIVACY_RESTRICTED|CHAT_ADMIN_REQUIRED)$/.test(message)) return 403
  if (message === 'Timeout') return -503
  if (/^(INTERNAL|RPC_CALL_FAIL|RPC_MCGET_FAIL|HISTORY_GET_FAILED|PERSISTENT_TIMESTAMP_OUTDATED)/.test(message)) return 500
  return 400
}
