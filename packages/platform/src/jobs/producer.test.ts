import { randomUUID } from 'node:crypto'
import type { Queue } from 'bullmq'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testLog, testRedis, type TestRedis } from '../testkit/index.js'
import { queueNames, type QueueName } from './catalog.js'
import { createJobs, type Jobs, type TimetableEntry } from './producer.js'

let redis: TestRedis
let jobs: Jobs

beforeAll(async () => {
  redis = await testRedis()
})
beforeEach(async () => {
  await redis.redis.flushdb()
  jobs = createJobs(redis.redis, testLog())
})
afterAll(async () => {
  await jobs.close()
  await redis.close()
})

function queue(name: QueueName): Queue {
  const found = jobs.queues.find((candidate) => candidate.name === name)
  if (!found) throw new Error(`no queue ${name}`)
  return found
}

async function scheduled(): Promise<{ name: string; at: number | undefined }[]> {
  const all = await Promise.all(queueNames.map((name) => queue(name).getJobSchedulers()))
  return all.flat().map((scheduler) => ({ name: scheduler.key, at: scheduler.next }))
}

const postId = randomUUID()
const hourly: TimetableEntry = { name: 'updateAnalytics', everyMs: 3_600_000 }
const nightly: TimetableEntry = { name: 'cleanUp', pattern: '30 3 * * *', timeZone: 'Europe/Moscow' }

test('a job lands in the queue of its catalog line, with its ids and nothing else', async () => {
  await jobs.enqueue('processPost', { postId, text: 'телефон' } as { postId: string })
  expect((await queue('ai').getWaiting()).map((job) => [job.name, job.data as unknown])).toEqual([['processPost', { postId }]])
  expect(await jobs.counts()).toMatchObject({ ai: { waiting: 1, active: 0, delayed: 0, failed: 0 }, telegram: { waiting: 0 } })
})

test('a payload that the consumer would not understand is refused at once', async () => {
  await expect(jobs.enqueue('processPost', { postId: '42' })).rejects.toThrow(/uuid/i)
  expect((await jobs.counts()).ai.waiting).toBe(0)
})

test('a delayed job waits its time', async () => {
  await jobs.enqueue('processPost', { postId }, { delayMs: 60_000 })
  expect((await jobs.counts()).ai).toMatchObject({ waiting: 0, delayed: 1 })
})

test('while a job of a key waits, another one is not added; other keys are', async () => {
  for (let i = 0; i < 3; i++) await jobs.enqueue('processPost', { postId }, { dedupeKey: `processPost:${postId}` })
  await jobs.enqueue('processPost', { postId }, { dedupeKey: `processPost:${randomUUID()}` })
  expect((await jobs.counts()).ai.waiting).toBe(2)
})

test('a timetable applied twice schedules each job once', async () => {
  for (let i = 0; i < 2; i++) await jobs.applyTimetable([hourly, nightly])
  expect((await scheduled()).map(({ name }) => name).sort()).toEqual(['cleanUp', 'updateAnalytics'])
  const { sheets, maintenance } = await jobs.counts()
  expect([sheets.waiting + sheets.delayed, maintenance.waiting + maintenance.delayed]).toEqual([1, 1])
})

test('a timetable applied again and again does not put a long interval off', async () => {
  await jobs.applyTimetable([hourly])
  const [first] = await scheduled()
  for (let i = 0; i < 3; i++) await jobs.applyTimetable([hourly])
  expect(await scheduled()).toEqual([first])
})

test('a nightly job comes at the hour of Moscow, wherever the machine stands', async () => {
  await jobs.applyTimetable([nightly])
  const [entry] = await scheduled()
  expect(new Date(entry?.at ?? 0).toISOString()).toMatch(/T00:30:00/)
})

test('what the timetable no longer names is removed, and a changed interval holds', async () => {
  await jobs.applyTimetable([hourly, nightly])
  await jobs.applyTimetable([{ name: 'updateAnalytics', everyMs: 60_000 }])
  expect((await queue('sheets').getJobSchedulers()).map((scheduler) => [scheduler.key, scheduler.every])).toEqual([['updateAnalytics', 60_000]])
  expect(await queue('maintenance').getJobSchedulersCount()).toBe(0)
  expect((await jobs.counts()).maintenance.delayed).toBe(0)
})

test('a timetable comes back after Redis was emptied', async () => {
  await jobs.applyTimetable([hourly, nightly])
  await redis.redis.flushdb()
  await jobs.applyTimetable([hourly, nightly])
  expect(await scheduled()).toHaveLength(2)
})

test('jobs of the timetable have the attempts of their queue', async () => {
  await jobs.applyTimetable([hourly])
  const [job] = await queue('sheets').getJobs(['waiting', 'delayed'])
  expect(job?.opts.attempts).toBe(3)
})
