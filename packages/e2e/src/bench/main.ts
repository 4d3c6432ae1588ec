import { withServers } from '../system/with-servers.js'
import { benchAlerts } from './alerts.js'
import { benchChannels } from './channels.js'
import { benchContacts } from './contacts.js'
import { benchMonitor } from './monitor.js'
import { benchWebhook } from './webhook.js'

type Bench = { says: string; run: () => Promise<object> }

const benches: Record<string, Bench> = {
  webhook: {
    says: 'notifications taken at 1,000 a second: answers by status, times as the sender sees them (ms); beside it a server that does nothing, and one without batches',
    run: () => withServers((servers) => benchWebhook(servers, { perSecond: Number(process.env['RATE'] ?? 1_000), seconds: 15 })),
  },
  contacts: {
    says: 'from the press of a contact link to the card sent, at 200 requests/s of 500 subscribers (ms)',
    run: () => withServers((servers) => benchContacts(servers, { seconds: Number(process.env['SECONDS'] ?? 30) })),
  },
  alerts: {
    says: 'one listing against 10,000 alerts: times in the database (ms) by the index, beside it without the index and with every alert read and compared outside',
    run: () => withServers((servers) => benchAlerts(servers, { listings: 200 })),
  },
  channels: { says: 'one account with 500 channels: seconds and calls to Telegram at the first start, at a restart, in a quiet minute', run: () => withServers(benchChannels) },
  monitor: {
    says: 'from Telegram’s push to the job at 50 messages/s, beside row and job alone (ms); memory after 10,000 and 100,000 messages (MB)',
    run: () => withServers((servers) => benchMonitor(servers, { messages: Number(process.env['MESSAGES'] ?? 100_000) })),
  },
}

const bench = benches[process.argv[2] ?? '']
if (bench) process.stdout.write(`${bench.says}\n${JSON.stringify(await bench.run())}\n`)
else process.stdout.write(`make bench NAME=…\n${Object.entries(benches).map(([name, { says }]) => `  ${name.padEnd(10)} ${says}\n`).join('')}`)
