import { fileURLToPath } from 'node:url'
import { freePort, until } from '@cars-bot/platform/testkit'
import { startChild } from '../system/child.js'

/** Runs the demo as `make demo` does and reads its own lines: seconds from the last service being ready to the first listing, then Ctrl-C. */
export async function proveDemo(): Promise<{ figures: object; holds: boolean }> {
  const startedAt = performance.now()
  const env = { SANDBOX_HTTP_PORT: String(await freePort()) }
  const child = startChild({ name: 'demo', script: fileURLToPath(new URL('../demo/main.js', import.meta.url)), env })
  const line = await until('the demo publishes', () => child.lines.find((one) => one.includes('published 1:')), 90_000).catch((error: unknown) => {
    throw new Error(`the demo published nothing:\n${child.lines.join('\n')}`, { cause: error })
  })
  const secondsFromReadyToListing = Number(/\+([\d.]+) s/.exec(line)?.[1])
  const secondsFromStartToListing = Math.round((performance.now() - startedAt) / 100) / 10
  const stoppingAt = performance.now()
  const exitCode = await child.kill('SIGINT')
  const secondsToStop = Math.round((performance.now() - stoppingAt) / 100) / 10
  return { figures: { secondsFromReadyToListing, secondsFromStartToListing, secondsToStop, exitCode }, holds: secondsFromReadyToListing <= 10 && exitCode === 0 }
}
