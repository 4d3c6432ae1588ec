import { Counter, Gauge, Histogram } from 'prom-client'

export const jobDuration = new Histogram({
  name: 'cars_job_seconds',
  help: 'Time a job took, by job and outcome',
  labelNames: ['job', 'outcome'] as const,
  buckets: [0.005, 0.02, 0.05, 0.1, 0.5, 1, 5, 30],
})

export const queueDepth = new Gauge({ name: 'cars_queue_jobs', help: 'Jobs in a queue, by state', labelNames: ['queue', 'state'] as const })

export const alertsRaised = new Counter({ name: 'cars_alerts_total', help: 'Alerts raised', labelNames: ['component', 'level'] as const })

export const timetableAppliedAt = new Gauge({ name: 'cars_timetable_applied_timestamp_seconds', help: 'When the timetable was last written to Redis, Unix time in seconds' })

export const modelCalls = new Counter({ name: 'cars_ai_calls_total', help: 'Calls of the model that reads ads, by outcome', labelNames: ['outcome'] as const })

export const modelTokens = new Counter({ name: 'cars_ai_tokens_total', help: 'Tokens of those calls: prompt (cached ones in it), cached, completion', labelNames: ['kind'] as const })

export const modelCost = new Counter({ name: 'cars_ai_cost_usd_total', help: 'Cost of those calls in US dollars' })
