export { addPeriod, lockPeriods } from './add-period.js'
export { createAlerts, type Alert, type Alerts } from './alerts.js'
export { bootSettings } from './boot.js'
export { isUniqueViolation, openDatabase, pingDatabase, type Database, type Transaction } from './database.js'
export { countRecipients, cutOffReason } from './count-recipients.js'
export { decidePost, type PostDecision } from './decide-post.js'
export { readEnv, SettingsError, type EnvOf } from './env.js'
export {
  botApiEnv,
  databaseEnv,
  logEnv,
  mediaEnv,
  mtprotoEnv,
  openAiEnv,
  phoneEnv,
  serviceEnv,
  sheetsEnv,
  yooKassaEnv,
} from './env-specs.js'
export { healthRouter, listen, startHealth, type Health, type HealthCheck } from './health.js'
export { inTime } from './in-time.js'
export { catalog, isJobName, jobNames, queueNames, queuePolicy, type JobName, type JobPayload, type QueueName } from './jobs/catalog.js'
export { startConsumers, type Failure, type JobHandlers } from './jobs/consumer.js'
export { createJobs, type Jobs, type TimetableEntry } from './jobs/producer.js'
export { consumerRedis, producerRedis } from './jobs/redis.js'
export { holdLease, type Lease } from './lease.js'
export { createLog, type Log } from './log.js'
export { matchingAlertsQuery, type MatchedCar, type MatchingAlert } from './matching-alerts.js'
export { modelCalls, modelCost, modelTokens, queueDepth, timetableAppliedAt } from './metrics.js'
export { applyMigrations, diffFromMigrations } from './migrate/migrations.js'
export { createPhoneVault, type PhoneVault } from './phones.js'
export { redact } from './redact.js'
export { recordStarCharge, type RecordedCharge, type StarCharge } from './record-star-charge.js'
export { renamedSettings } from './renamed-settings.js'
export { runService, type Service } from './run-service.js'
export type * from './generated/models.js'
export * from './generated/enums.js'
export { Prisma } from './generated/client.js'
