import type { Server } from 'node:http'
import { createLog } from '@cars-bot/platform'
import express from 'express'
import { sandboxConfig, newsChannelId, type SandboxConfig } from './config.js'
import type { SandboxContext } from './context.js'
import { createControlRouter } from './control/router.js'
import { Faults } from './faults.js'
import { startFeed } from './feed/feed.js'
import { createGoogleRouter } from './google/router.js'
import { startMtprotoServer, type MtprotoServer } from './mtproto/server.js'
import { sandboxAccount } from './mtproto/session.js'
import { createOpenAiRouter } from './openai/router.js'
import { createPageRouter } from './page/router.js'
import { Requests } from './requests.js'
import { createBotApiRouter } from './telegram/bot-api-router.js'
import { TelegramWorld } from './telegram/world.js'
import { createYooKassaRouter } from './yookassa/router.js'

export type Sandbox = { httpUrl: string; mtprotoPort: number; mtproto: MtprotoServer; context: SandboxContext; close(): Promise<void> }

/** Starts every stand-in in this process; port 0 takes a free one. The reading account 0 is a member of the news channel. */
export async function startSandbox(overrides: Partial<SandboxConfig> = {}): Promise<Sandbox> {
  const config = { ...sandboxConfig({}), ...overrides }
  let httpUrl = ''
  const context: SandboxContext = {
    world: new TelegramWorld(),
    faults: new Faults(),
    requests: new Requests(),
    config,
    log: createLog('sandbox', config.logLevel),
    publicUrl: () => config.publicUrl ?? httpUrl,
  }
  const bot = createBotApiRouter(context)
  context.world.channels.get(newsChannelId)?.members.add(sandboxAccount().userId)
  const yooKassa = createYooKassaRouter(context)
  const google = createGoogleRouter(context)
  const app = express().disable('x-powered-by')
  app.use('/telegram', bot.router)
  app.use('/openai', createOpenAiRouter(context).router)
  app.use('/yookassa', yooKassa.router)
  app.use('/google', google.router)
  app.use('/api', createControlRouter({ context, bot: bot.state, yooKassa, google }))
  app.use(createPageRouter())
  const mtproto = await startMtprotoServer(context, { host: config.host, port: config.mtprotoPort })
  const server = await listen(app, config).catch(async (error: unknown) => {
    await mtproto.close()
    throw error
  })
  const address = server.address()
  httpUrl = `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${typeof address === 'object' && address ? address.port : config.httpPort}`
  google.writeKeyFile()
  const feed = config.feed.isOn ? startFeed(context, google, config.feed.intervalMs) : null
  return {
    httpUrl,
    mtprotoPort: mtproto.port,
    mtproto,
    context,
    async close() {
      feed?.stop()
      bot.state.poll?.cancel()
      await yooKassa.close()
      await mtproto.close()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

async function listen(app: express.Express, config: SandboxConfig): Promise<Server> {
  const { promise, resolve, reject } = Promise.withResolvers<Server>()
  const server = app.listen(config.httpPort, config.host, (error) => (error ? reject(error) : resolve(server)))
  return promise
}
