import { createServer } from 'node:net'

/** Below the range that Linux gives to outgoing connections (32768 and up): one of those would take the port before its server starts. */
const lowest = 12_000
const highest = 32_000

const given = new Set<number>()

/** A TCP port on loopback that nothing listens at, given to this process once. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest))
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  const { promise, resolve } = Promise.withResolvers<boolean>()
  server.once('error', () => {
    resolve(false)
  })
  server.listen(port, '127.0.0.1', () => {
    server.close(() => {
      resolve(true)
    })
  })
  return promise
}
