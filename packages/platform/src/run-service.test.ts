import { spawn, type ChildProcess } from 'node:child_process'
import { afterEach, expect, test } from 'vitest'
import { until } from './testkit/index.js'

const source = new URL('run-service.ts', import.meta.url).href
const children = new Set<ChildProcess>()

afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
})

type Run = { child: ChildProcess; output: () => string; exitCode: Promise<number | null> }

/** A process of its own whose service is `body`; `say(word)` writes a line. Node runs the source as it stands. */
function runScript(body: string, closeDeadlineMs = 2_000): Run {
  const script = `
    import { runService } from ${JSON.stringify(source)}
    const say = (...words) => process.stdout.write(words.join(' ') + '\\n')
    const line = (level) => (message, fields) => say(level, message, fields?.part ?? '', fields?.error?.message ?? '')
    const log = { info: line('info'), warn: line('warn'), error: line('error'), debug: line('debug') }
    await runService(log, async (service) => { ${body} }, ${closeDeadlineMs})
  `
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.add(child)
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exitCode = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  return { child, output: () => output, exitCode }
}

const lifeline = `setInterval(() => {}, 1000);`

test.each(['SIGTERM', 'SIGINT'] as const)('%s closes everything in reverse order of opening and ends with 0', async (signal) => {
  const run = runScript(`
    ${lifeline}
    for (const part of ['database', 'redis', 'poller']) service.onClose(part, async () => { await new Promise((done) => setTimeout(done, 20)); say('closed', part) })
  `)
  await until('the service has started', () => run.output().includes('service started'))
  run.child.kill(signal)
  expect(await run.exitCode).toBe(0)
  expect(run.output().match(/closed \w+/g)).toEqual(['closed poller', 'closed redis', 'closed database'])
})

test('a failing start closes what was open and ends with 1', async () => {
  const run = runScript(`service.onClose('database', () => say('closed database')); throw new Error('no such table')`)
  expect(await run.exitCode).toBe(1)
  expect(run.output()).toContain('no such table')
  expect(run.output()).toContain('closed database')
})

test.each([
  ['fail()', `service.fail(new Error('lease lost'))`],
  ['a forgotten rejection', `void Promise.reject(new Error('lease lost'))`],
  ['an error thrown in a callback', `setTimeout(() => { throw new Error('lease lost') }, 10)`],
])('%s ends the process with 1, after closing', async (_name, fault) => {
  const run = runScript(`${lifeline} service.onClose('database', () => say('closed database')); ${fault}`)
  expect(await run.exitCode).toBe(1)
  expect(run.output()).toContain('service failed')
  expect(run.output()).toContain('lease lost')
  expect(run.output()).toContain('closed database')
})

test('a part that fails to close does not keep the others open', async () => {
  const run = runScript(`${lifeline} service.onClose('database', () => say('closed database')); service.onClose('redis', () => { throw new Error('gone') })`)
  await until('the service has started', () => run.output().includes('service started'))
  run.child.kill('SIGTERM')
  expect(await run.exitCode).toBe(0)
  expect(run.output()).toContain('closing failed redis gone')
  expect(run.output()).toContain('closed database')
})

test('a part that hangs on closing holds the process no longer than the deadline', async () => {
  const run = runScript(`${lifeline} service.onClose('hanging', () => new Promise(() => {}))`, 300)
  await until('the service has started', () => run.output().includes('service started'))
  run.child.kill('SIGTERM')
  expect(await run.exitCode).toBe(1)
  expect(run.output()).toContain('closing took too long')
})

test('a signal during a start that waits ends the process at once, and the start hears of it', async () => {
  const run = runScript(`
    ${lifeline}
    service.onClose('database', () => say('closed database'))
    say('waiting')
    await new Promise((_resolve, reject) => service.signal.addEventListener('abort', () => { say('aborted'); reject(service.signal.reason) }))
  `)
  await until('the start waits', () => run.output().includes('waiting'))
  run.child.kill('SIGTERM')
  expect(await run.exitCode).toBe(0)
  expect(run.output()).toContain('aborted')
  expect(run.output()).not.toContain('service failed')
  expect(run.output()).not.toContain('service started')
})

test('what opens while the service is closing is closed too', async () => {
  const run = runScript(`
    ${lifeline}
    service.onClose('database', () => new Promise((done) => setTimeout(done, 200)))
    say('opening')
    await new Promise((opened) => service.signal.addEventListener('abort', () => setTimeout(opened, 50)))
    service.onClose('late', () => say('closed late'))
  `)
  await until('the start is on its way', () => run.output().includes('opening'))
  run.child.kill('SIGTERM')
  expect(await run.exitCode).toBe(0)
  expect(run.output()).toContain('closed late')
})

test('a second signal while closing changes nothing', async () => {
  const run = runScript(`${lifeline} service.onClose('database', async () => { say('closing'); await new Promise((done) => setTimeout(done, 200)); say('closed database') })`)
  await until('the service has started', () => run.output().includes('service started'))
  run.child.kill('SIGTERM')
  await until('it is closing', () => run.output().includes('closing'))
  run.child.kill('SIGTERM')
  expect(await run.exitCode).toBe(0)
  expect(run.output()).toContain('closed database')
})
