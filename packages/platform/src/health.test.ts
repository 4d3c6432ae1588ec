import { afterEach, expect, test } from 'vitest'
import { startHealth, type Health } from './health.js'
import { testService, type TestService } from './testkit/index.js'

const services: TestService[] = []
afterEach(async () => {
  for (const service of services.splice(0)) await service.close()
})

async function aHealth(): Promise<{ health: Health; url: string; service: TestService }> {
  const service = testService()
  services.push(service)
  const health = await startHealth(service, { host: '127.0.0.1', port: 0 })
  return { health, service, url: `http://127.0.0.1:${health.port}` }
}

async function readiness(url: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/ready`)
  return { status: response.status, body: await response.json() }
}

test('a starting service lives but is not ready', async () => {
  const { url } = await aHealth()
  expect((await fetch(`${url}/live`)).status).toBe(200)
  expect(await readiness(url)).toEqual({ status: 503, body: { ok: false, state: 'starting', faults: {} } })
})

test.each(['running', 'standby'])('a service that is %s is ready and says which', async (state) => {
  const { health, url } = await aHealth()
  health.setState(state)
  health.addCheck('database', async () => {})
  expect(await readiness(url)).toEqual({ status: 200, body: { ok: true, state, faults: {} } })
})

test('a service is not ready while a dependency fails, names it, and tells nothing else of it', async () => {
  const { health, url } = await aHealth()
  health.setState('running')
  health.addCheck('redis', async () => {})
  health.addCheck('database', () => Promise.reject(new TypeError('postgresql://cars:hunter2@db refused')))
  expect(await readiness(url)).toEqual({ status: 503, body: { ok: false, state: 'running', faults: { database: 'TypeError' } } })
})

test('a dependency that hangs counts as failed within 3 s, and the service still lives', async () => {
  const { health, url } = await aHealth()
  health.setState('running')
  health.addCheck('database', () => new Promise(() => {}))
  const askedAt = performance.now()
  const [ready, live] = await Promise.all([readiness(url), fetch(`${url}/live`)])
  expect(ready).toMatchObject({ status: 503, body: { faults: { database: 'Error' } } })
  expect(live.status).toBe(200)
  expect(performance.now() - askedAt).toBeLessThan(3_000)
})

test('metrics of the process and of jobs are told, also when two services share it', async () => {
  const [{ url }] = await Promise.all([aHealth(), aHealth()])
  const metrics = await (await fetch(`${url}/metrics`)).text()
  expect(metrics).toContain('process_cpu_user_seconds_total')
})

test('a port in use is a failure of the start, not of a later moment', async () => {
  const { health } = await aHealth()
  await expect(startHealth(testService(), { host: '127.0.0.1', port: health.port })).rejects.toThrow(/EADDRINUSE/)
})

test('a connection idle for a minute, as a proxy keeps them, is still good', async () => {
  const { url } = await aHealth()
  expect((await fetch(`${url}/live`)).headers.get('keep-alive')).toBe('timeout=75')
})

test('after closing nobody answers, even with a connection kept open', async () => {
  const { url, service } = await aHealth()
  await (await fetch(`${url}/live`)).json()
  await service.close()
  await expect(fetch(`${url}/live`)).rejects.toThrow('fetch failed')
})
