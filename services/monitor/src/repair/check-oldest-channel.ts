import { RefusedError } from '@cars-bot/adapters/mtproto'
import type { WatchedChannel } from '../channels/watched-channel.js'
import type { Reader } from '../reader.js'
import { checkPosts } from './check-posts.js'

const againAfterMs = 6 * 3_600_000

/**
 * Looks for the live posts of the one channel whose turn it is: the one looked at longest ago, when that is six hours or more. Ends when the look is over; what fails is the
 * channel's own business, as with everything else in its row of tasks.
 */
export async function checkOldestChannel(reader: Reader): Promise<void> {
  const { app, channels } = reader
  const ready = [...channels.values()].filter((channel) => channel.isActive && !channel.needsRepair)
  const due = await app.db.channel.findFirst({
    where: { id: { in: ready.map(({ id }) => id) }, OR: [{ postsCheckedAt: null }, { postsCheckedAt: { lt: new Date(app.now().getTime() - againAfterMs) } }] },
    orderBy: { postsCheckedAt: { sort: 'asc', nulls: 'first' } },
    select: { id: true },
  })
  const channel = ready.find(({ id }) => id === due?.id)
  if (!channel) return
  channel.tasks.add(() => checkInTurn(reader, channel))
  await channel.tasks.idle()
}

/** A channel that refuses waits for its next turn like any other: it must not keep the others from theirs. */
async function checkInTurn(reader: Reader, channel: WatchedChannel): Promise<void> {
  try {
    await checkPosts(reader, channel)
  } catch (error) {
    if (error instanceof RefusedError) await reader.app.db.channel.update({ where: { id: channel.id }, data: { postsCheckedAt: reader.app.now() } })
    throw error
  }
}
