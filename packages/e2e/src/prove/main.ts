import { applyMigrations, openDatabase, type Database } from '@cars-bot/platform'
import { startLocalPostgres, startLocalRedis } from '@cars-bot/platform/testkit'
import { startSystem, type System, type SystemOptions } from '../system/start-system.js'
import { restartUnderLoad } from '../whole/restart-under-load.js'
import { proveCompose } from './compose.js'
import { proveDemo } from './demo.js'

type Proof = { says: string; run: () => Promise<{ figures: object; holds: boolean }> }

const proofs: Record<string, Proof> = {
  demo: { says: 'the demo shows a published listing within 10 s of the last service being ready', run: proveDemo },
  compose: { says: 'Compose: every container healthy, a listing, a second bot refused, three workers (needs a Docker engine)', run: proveCompose },
  restarts: {
    says: 'each service killed and started again in the middle of 50 posts: none lost, none doubled',
    run: () =>
      withSystem({ overrides: { NEWS_CHANNEL_MESSAGES_PER_MINUTE: '100000' } }, async (system, db) => {
        const figures = await restartUnderLoad(system, db, 50)
        return { figures, holds: figures.posts === 50 && figures.listings === 50 && figures.doubled === 0 }
      }),
  },
}

const proof = proofs[process.argv[2] ?? '']
if (proof) {
  const { figures, holds } = await proof.run()
  process.stdout.write(`${proof.says}\n${JSON.stringify(figures)}\n${holds ? 'holds' : 'DOES NOT HOLD'}\n`)
  process.exit(holds ? 0 : 1)
} else {
  process.stdout.write(`make prove NAME=…\n${Object.entries(proofs).map(([name, { says }]) => `  ${name.padEnd(10)} ${says}\n`).join('')}`)
}

/** A system of its own on a Postgres and a Redis of its own, closed afterwards. */
async function withSystem<T>(options: Partial<SystemOptions>, run: (system: System, db: Database) => Promise<T>): Promise<T> {
  const [postgres, redis] = await Promise.all([startLocalPostgres({}), startLocalRedis()])
  await applyMigrations(postgres.url)
  const db = openDatabase(postgres.url)
  const system = await startSystem({ databaseUrl: postgres.url, redisUrl: redis.url, ...options })
  try {
    await system.untilReady()
    return await run(system, db)
  } finally {
    await system.close()
    await db.$disconnect()
    await Promise.all([postgres.close(), redis.close()])
  }
}
