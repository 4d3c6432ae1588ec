import { Api, Logger, TelegramClient } from 'telegram'
import { LogLevel } from 'telegram/extensions/Logger.js'
import { StringSession } from 'telegram/sessions/index.js'
import { sandboxSession } from './session.js'

/** A GramJS client that reaches the sandbox as a real one does: by the SOCKS5 answer on the server's port. Not connected yet. */
export function sandboxClient(port: number, session = sandboxSession()): TelegramClient {
  const client = new TelegramClient(new StringSession(session), 1, 'sandbox', {
    baseLogger: new Logger(LogLevel.NONE),
    proxy: { ip: '127.0.0.1', port, socksType: 5 },
    floodSleepThreshold: 0,
    ...duplicateCheck,
  })
  client.onError = async () => {}
  return client
}

export type SeenUpdate = Api.UpdateNewChannelMessage | Api.UpdateEditChannelMessage | Api.UpdateDeleteChannelMessages

// GramJS reads this option, but its types do not know it: a repeated message id of the server fails the test.
const duplicateCheck = { securityChecks: true }

/** Collects the channel updates a client receives, in order of arrival. */
export function collectUpdates(client: TelegramClient): SeenUpdate[] {
  const seen: SeenUpdate[] = []
  client.addEventHandler((update: unknown) => {
    const isChannelUpdate =
      update instanceof Api.UpdateNewChannelMessage || update instanceof Api.UpdateEditChannelMessage || update instanceof Api.UpdateDeleteChannelMessages
    if (isChannelUpdate) seen.push(update)
  })
  return seen
}
