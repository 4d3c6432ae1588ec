import type { Person } from '@cars-bot/adapters/bot-api'
import type { PostStatus, Prisma, UserModel } from '@cars-bot/platform'
import type { TestApp } from './test-app.js'
import { rememberUser } from './users/remember-user.js'

const day = 24 * 60 * 60 * 1000
let nextNumber = 600_000_001

/** A month of access, by days from now. */
export async function subscribe(app: TestApp, person: Person, days: { from: number; to: number; plan?: 'FREE' | 'MONTHLY' } = { from: -1, to: 29 }): Promise<UserModel> {
  const user = await rememberUser(app, person)
  const at = (offset: number): Date => new Date(app.now().getTime() + offset * day)
  await app.db.subscription.create({ data: { userId: user.id, plan: days.plan ?? 'MONTHLY', source: 'SHEET', startsAt: at(days.from), endsAt: at(days.to) } })
  return user
}

/** A post of a Toyota Camry, with the seller's phone +79000000001. */
export async function aPost(app: TestApp, status: PostStatus = 'PUBLISHED', given: { car?: Prisma.CarCreateWithoutPostInput; photoFileId?: string; statusChangedAt?: Date } = {}): Promise<{ id: string; publicId: string }> {
  const number = nextNumber++
  const channel = await app.db.channel.create({ data: { reference: `@cars_${number}`, username: `cars_${number}`, telegramId: BigInt(number) } })
  return app.db.post.create({
    data: {
      publicId: `public${number}`,
      channelId: channel.id,
      messageId: 5,
      messageIds: [5],
      text: 'Toyota Camry',
      origin: {},
      postedAt: app.now(),
      status,
      statusChangedAt: given.statusChangedAt ?? app.now(),
      car: { create: { brand: 'Toyota', model: 'Camry', year: 2018, priceKopecks: 2_150_000_00n, ...given.car } },
      ...(given.photoFileId === undefined ? {} : { media: { create: { messageId: 5, position: 0, kind: 'PHOTO', botFileId: given.photoFileId } } }),
      sellerContact: { create: { phoneCiphertext: app.phones.encrypt('+79000000001'), phoneHash: app.phones.hash('+79000000001'), telegramUsername: 'seller_ivan' } },
      deliveries: { create: { chatId: -1001000000001n, status: 'SENT', messageIds: [7], withMedia: true } },
    },
  })
}
