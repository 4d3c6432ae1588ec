import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

export type DockerServer = { port: number; close(): Promise<void> }

/** A throw-away container on the running Docker engine, its port published on loopback. Its image is pulled if it is not there. */
export async function startDockerServer(options: { image: string; containerPort: number; env?: Record<string, string>; command: string[] }): Promise<DockerServer> {
  const env = Object.entries(options.env ?? {}).flatMap(([name, value]) => ['--env', `${name}=${value}`])
  const { stdout } = await run('docker', ['run', '--rm', '--detach', '--publish', `127.0.0.1::${options.containerPort}`, ...env, options.image, ...options.command])
  const id = stdout.trim()
  const { stdout: address } = await run('docker', ['port', id, String(options.containerPort)])
  return {
    port: Number(address.trim().split('\n')[0]?.split(':').at(-1)),
    async close() {
      await run('docker', ['rm', '--force', id])
    },
  }
}

/** `LOCAL_SERVERS=docker` asks for the engine even where the servers are installed. */
export function wantsDocker(isInstalled: boolean): boolean {
  return !isInstalled || process.env['LOCAL_SERVERS'] === 'docker'
}
