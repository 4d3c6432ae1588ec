import { num, str } from 'envalid'
import { expect, test } from 'vitest'
import { readEnv, SettingsError } from './env.js'
import { botApiEnv, mediaEnv, mtprotoEnv, openAiEnv, phoneEnv, serviceEnv } from './env-specs.js'

const service = { DATABASE_URL: 'postgresql://cars@localhost/cars', REDIS_URL: 'redis://localhost' }
const bot = { BOT_TOKEN: '7000000001:AAexample_token_of_a_bot_for_tests_00', NEWS_CHANNEL_ID: '-1001234567890' }

function faultsOf(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (error instanceof SettingsError) return error.message
    throw error
  }
  throw new Error('the settings were accepted')
}

test('one message names every fault at once', () => {
  const message = faultsOf(() => readEnv('worker', { ...serviceEnv, ...botApiEnv, ...phoneEnv }, { REDIS_URL: 'localhost:6379', BOT_TOKEN: 'abc', PHONE_ENCRYPTION_KEY: 'short' }))
  expect(message).toContain('worker')
  for (const name of ['DATABASE_URL is missing', 'REDIS_URL is wrong', 'BOT_TOKEN is wrong', 'NEWS_CHANNEL_ID is missing', 'PHONE_ENCRYPTION_KEY is wrong']) expect(message).toContain(name)
})

test('the right name is told where a name of the older system is set', () => {
  const message = faultsOf(() => readEnv('bot', botApiEnv, { TELEGRAM__BOT_TOKEN: bot.BOT_TOKEN, NEWS_CHANNEL_ID: bot.NEWS_CHANNEL_ID }))
  expect(message).toContain('TELEGRAM__BOT_TOKEN is a name of the older system; use BOT_TOKEN')
})

test('an old name beside the present one is no fault', () => {
  expect(readEnv('bot', botApiEnv, { ...bot, BOT__TOKEN: 'left over' }).BOT_TOKEN).toBe(bot.BOT_TOKEN)
})

test('an empty or blank string counts as absent', () => {
  expect(readEnv('worker', openAiEnv, { OPENAI_API_KEY: '', OPENAI_MODEL: '  ' })).toMatchObject({ OPENAI_API_KEY: undefined, OPENAI_MODEL: 'gpt-4o-mini' })
  expect(faultsOf(() => readEnv('bot', botApiEnv, { ...bot, BOT_TOKEN: '' }))).toContain('BOT_TOKEN is missing')
})

test('a faulty secret is not printed', () => {
  const message = faultsOf(() =>
    readEnv('monitor', { ...serviceEnv, ...botApiEnv, ...phoneEnv, ...mtprotoEnv }, {
      DATABASE_URL: 'mysql://cars:hunter2@db/cars',
      BOT_TOKEN: 'AAexample_token_without_its_number',
      PHONE_ENCRYPTION_KEY: '5a5a5a5a5a',
      TELEGRAM_API_ID: 'abcdef0123456789abcdef0123456789',
      TELEGRAM_API_HASH: 'h',
      TELEGRAM_SESSIONS: 's',
    }),
  )
  expect(message).toContain('TELEGRAM_API_ID is wrong')
  expect(message).not.toMatch(/hunter2|AAexample|5a5a5a|abcdef0123/)
})

test.each(['20abc', '1e', '-5', '0', '2.5', 'NaN'])('«%s» is no number of messages, days or tokens', (value) => {
  expect(faultsOf(() => readEnv('worker', botApiEnv, { ...bot, NEWS_CHANNEL_MESSAGES_PER_MINUTE: value }))).toContain('NEWS_CHANNEL_MESSAGES_PER_MINUTE is wrong')
  expect(faultsOf(() => readEnv('worker', mediaEnv, { MEDIA_DIR: '/data', MEDIA_RETENTION_DAYS: value }))).toContain('MEDIA_RETENTION_DAYS is wrong')
  expect(faultsOf(() => readEnv('worker', openAiEnv, { OPENAI_MAX_TOKENS: value }))).toContain('OPENAI_MAX_TOKENS is wrong')
})

test('a time is read with its unit, in seconds without one', () => {
  const read = (value: string) => readEnv('worker', openAiEnv, { AI_FALLBACK_AFTER: value }).AI_FALLBACK_AFTER
  expect([read('30s'), read('10m'), read('2 h'), read('1500ms'), read('45'), read('')]).toEqual([30_000, 600_000, 7_200_000, 1_500, 45_000, 600_000])
  for (const value of ['0', '-5s', 'soon', '1.5m', '10 minutes']) expect(faultsOf(() => read(value))).toContain('AI_FALLBACK_AFTER is wrong')
})

test.each(['-1001234567890', '1234567890', '-100 1234567890'.replace(' ', '')])('the channel id %s is read in either spelling', (value) => {
  expect(readEnv('bot', botApiEnv, { ...bot, NEWS_CHANNEL_ID: value }).NEWS_CHANNEL_ID).toBe(-1001234567890n)
})

test('the key of phones is 32 bytes, in hexadecimal or base64', () => {
  const key = Buffer.alloc(32, 0x5a)
  for (const text of [key.toString('hex'), key.toString('base64')]) expect(readEnv('worker', phoneEnv, { PHONE_ENCRYPTION_KEY: text }).PHONE_ENCRYPTION_KEY).toEqual(key)
})

test('the settings of a service hold what it asked for and nothing else', () => {
  const env = readEnv('scheduler', serviceEnv, { ...service, ...bot, HOME: '/root' })
  expect(Object.keys(env).sort()).toEqual(['DATABASE_URL', 'HEALTH_HOST', 'HEALTH_PORT', 'LOG_LEVEL', 'REDIS_URL'])
  expect({ ...env }).toEqual(env)
})

test('a hint and an example come with a missing setting', () => {
  const message = faultsOf(() => readEnv('x', { A: str({ desc: 'the letter', example: 'a' }), B: num({ desc: 'the number' }) }, {}))
  expect(message).toContain('A is missing (the letter, such as a)')
  expect(message).toContain('B is missing (the number)')
})

test('session strings come with line breaks, commas or spaces between, or by the name of a file; one of the two is required', () => {
  const { TELEGRAM_SESSIONS, TELEGRAM_SESSIONS_FILE } = mtprotoEnv
  const read = (given: Record<string, string>) => readEnv('monitor', { TELEGRAM_SESSIONS, TELEGRAM_SESSIONS_FILE }, given)
  expect(read({ TELEGRAM_SESSIONS: '1AAA\n1BBB, 1CCC 1DDD\n' }).TELEGRAM_SESSIONS).toEqual(['1AAA', '1BBB', '1CCC', '1DDD'])
  expect(read({ TELEGRAM_SESSIONS_FILE: '/run/sessions' })).toMatchObject({ TELEGRAM_SESSIONS: undefined, TELEGRAM_SESSIONS_FILE: '/run/sessions' })
  expect(faultsOf(() => read({ TELEGRAM_SESSIONS: ' ' }))).toMatch(/TELEGRAM_SESSIONS is missing .*TELEGRAM_SESSIONS_FILE/)
})
