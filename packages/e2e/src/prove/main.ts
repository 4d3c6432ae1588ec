import type { Database } from '@cars-bot/platform'
import { startSystem, type System, type SystemOptions } from '../system/start-system.js'
import { withServers, type Servers } from '../system/with-servers.js'
import { isEachAtMostOnce, killBroadcast } from '../whole/broadcast-kills.js'
import { isExact, monitorDrill, type DrillFigures, type DrillOptions } from '../whole/monitor-drill.js'
import { isTruthful, lyingModel } from '../whole/lying-model.js'
import { isEachTold, tellCars } from '../whole/told-cars.js'
import { isEachOnce, killWorker } from '../whole/worker-kills.js'
import { restartUnderLoad } from '../whole/restart-under-load.js'
import { proveCompose } from './compose.js'
import { fuzzBot, isTight } from '../whole/bot-fuzz.js'
import { proveDemo } from './demo.js'
import { proveHungConnection } from './hung-connection.js'
import { provePayments } from './payments.js'
import { proveQuietNight } from './quiet-night.js'

type Proof = { says: string; run: () => Promise<{ figures: object; holds: boolean }> }

const proofs: Record<string, Proof> = {
  demo: { says: 'the demo shows a published listing within 10 s of the last service being ready', run: proveDemo },
  compose: { says: 'Compose: every container healthy, a listing, a second bot refused, three workers (needs a Docker engine)', run: proveCompose },
  monitor: {
    says: 'the monitor under 30 cut connections, 5 % lost and doubled updates and 3 SIGKILLs: 2,000 ads and 100 albums of 50 channels, each stored once, in order, every edit and deletion applied',
    run: () => withServers((servers) => proveMonitor(servers, { messages: 2_000, albums: 100, channels: 50, cuts: 30, kills: 3, perSecond: 25, seed: Number(process.env['SEED'] ?? Date.now() % 1e9) })),
  },
  'quiet-night': { says: 'six hours without a message, with a clock that runs 40 times faster: no connection is opened anew, and the next message is stored', run: () => withServers(proveQuietNight) },
  'hung-connection': { says: 'a connection that hangs without closing is replaced within 60 s, without a restart of the process', run: () => withServers(proveHungConnection) },
  payments: {
    says: '1,000 payments opened by two taps at once, each notified 1–5 times, mixed with forged notifications, errors of YooKassa and Telegram, 20 kills of the worker and 5 restarts of the database: 1,000 payment objects and periods, none forged, every buyer told in the message with the link and by at most one message more',
    run: provePayments,
  },
  'worker-kills': {
    says: 'the worker killed at 100 random moments while 200 ads are published: 200 listings, none twice',
    run: () =>
      withSystem({ overrides: { NEWS_CHANNEL_MESSAGES_PER_MINUTE: '100000' } }, async (system, db) => {
        const options = { posts: 200, kills: 100, seed: Number(process.env['SEED'] ?? Date.now() % 1e9) }
        const figures = await killWorker(system, db, options)
        return { figures: { seed: options.seed, ...figures }, holds: isEachOnce(figures, options) }
      }),
  },
  broadcast: {
    says: 'the worker killed 10 times while an admin writes to 2,000 of 4,000 people: each of them once, nobody else, at most 30 messages a second',
    run: () =>
      withSystem({ overrides: { ADMIN_USER_IDS: '609000001' } }, async (system, db) => {
        const options = { people: 2_000, kills: 10, adminId: 609_000_001, seed: Number(process.env['SEED'] ?? Date.now() % 1e9) }
        const figures = await killBroadcast(system, db, options)
        return { figures: { seed: options.seed, ...figures }, holds: isEachAtMostOnce(figures, options) }
      }),
  },
  'lying-model': {
    says: '500 ads that the model lies about: no listing shows a false number or a contact, each ad ends in a listing or with a reason',
    run: () =>
      withSystem({ overrides: { NEWS_CHANNEL_MESSAGES_PER_MINUTE: '100000' } }, async (system, db) => {
        const figures = await lyingModel(system, db, 500)
        return { figures, holds: isTruthful(figures) }
      }),
  },
  fuzz: {
    says: '10,000 random updates, altered, forwarded and malformed: no contact to a person without subscription, the bot never stops',
    run: () =>
      withServers(async (servers) => {
        const options = { updates: 10_000, seed: Number(process.env['SEED'] ?? Date.now() % 1e9) }
        const figures = await fuzzBot(servers, options)
        return { figures: { seed: options.seed, ...figures }, holds: isTight(figures) }
      }),
  },
  duplicates: {
    says: 'the same 40 cars told in 5 channels in other words are 40 listings, ten like cars of one dealer ten, 200 cars of 200 sellers 200',
    run: () =>
      withSystem({ overrides: { NEWS_CHANNEL_MESSAGES_PER_MINUTE: '100000', JOIN_INTERVAL_MS: '1000' } }, async (system, db) => {
        const options = { cars: 40, channels: 5, dealers: 10, others: 200, seed: Number(process.env['SEED'] ?? Date.now() % 1e9) }
        const figures = await tellCars(system, db, options)
        return { figures: { seed: options.seed, ...figures }, holds: isEachTold(figures, options) }
      }),
  },
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

async function proveMonitor(servers: Servers, options: DrillOptions): Promise<{ figures: DrillFigures & DrillOptions; holds: boolean }> {
  const figures = await monitorDrill(servers, options)
  return { figures: { ...options, ...figures }, holds: isExact(figures, options) }
}

/** A system of its own on a Postgres and a Redis of its own, closed afterwards. */
async function withSystem<T>(options: Partial<SystemOptions>, run: (system: System, db: Database) => Promise<T>): Promise<T> {
  return withServers(async ({ db, ...servers }) => {
    const system = await startSystem({ ...servers, ...options })
    try {
      await system.untilReady()
      return await run(system, db)
    } finally {
      await system.close()
    }
  })
}
