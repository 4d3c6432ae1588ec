import { sandboxConfig } from './config.js'
import { startSandbox } from './server.js'

const sandbox = await startSandbox(sandboxConfig(process.env))
sandbox.context.log.info('sandbox started', { httpUrl: sandbox.httpUrl, mtprotoPort: sandbox.mtprotoPort })
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void sandbox.close().then(() => process.exit(0))
  })
}
