import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export type PasswordProxy = { port: number; /** Logins shown so far. */ logins: string[]; close(): Promise<void> }

/** A SOCKS5 proxy that lets in one user by password (RFC 1928, RFC 1929) and leads every connection to `targetPort` of this machine. */
export async function startPasswordProxy(targetPort: number, login: { user: string; password: string }): Promise<PasswordProxy> {
  const logins: string[] = []
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket))
    let stage: 'greeting' | 'login' | 'request' = 'greeting'
    socket.on('data', function receive(chunk: Buffer) {
      if (stage === 'greeting') {
        stage = 'login'
        // 2 is the login by user and password.
        socket.write(Buffer.from([5, chunk.subarray(2).includes(2) ? 2 : 0xff]))
      } else if (stage === 'login') {
        stage = 'request'
        const user = chunk.subarray(2, 2 + (chunk[1] ?? 0))
        const password = chunk.subarray(3 + user.length)
        logins.push(`${user.toString()}:${password.toString()}`)
        const isRight = user.toString() === login.user && password.toString() === login.password
        socket.write(Buffer.from([1, isRight ? 0 : 1]))
        if (!isRight) socket.end()
      } else {
        socket.off('data', receive)
        socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
        const target = connect(targetPort, '127.0.0.1')
        open.add(target)
        target.on('error', () => socket.destroy()).on('close', () => socket.destroy())
        socket.on('close', () => target.destroy())
        socket.pipe(target).pipe(socket)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: portOf(server.address()),
    logins,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the proxy has no TCP address')
  return address.port
}
