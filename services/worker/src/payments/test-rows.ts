import { randomUUID } from 'node:crypto'
import type { PaymentModel, Plan, PostStatus, SubscriptionModel, UserModel } from '@cars-bot/platform'
import type { TestApp } from './test-app.js'

const day = 24 * 60 * 60 * 1000
let nextNumber = 600_000_001

export async function aUser(app: TestApp, given: Partial<Pick<UserModel, 'isBlocked' | 'hasBlockedBot' | 'wantedPostId'>> = {}): Promise<UserModel> {
  return app.db.user.create({ data: { telegramId: BigInt(nextNumber++), firstName: 'Покупатель', ...given } })
}

/** An open payment for a month at 299 ₽, which YooKassa says was paid in full. */
export async function aPaidPayment(app: TestApp, user: UserModel): Promise<PaymentModel & { externalId: string }> {
  const externalId = randomUUID()
  const payment = await app.db.payment.create({
    data: {
      userId: user.id,
      provider: 'YOOKASSA',
      plan: 'MONTHLY',
      amountKopecks: 299_00,
      durationDays: 30,
      idempotenceKey: randomUUID(),
      externalId,
      createdAt: app.now(),
    },
  })
  app.provided.set(externalId, { status: 'succeeded', amountKopecks: 299_00, refundedKopecks: 0, currency: 'RUB', isTest: false, paymentId: payment.id, cancelReason: null, savedMethod: null })
  return { ...payment, externalId }
}

/** A period by days from now. */
export async function aPeriod(app: TestApp, user: UserModel, days: { from: number; to: number; plan?: Plan }): Promise<SubscriptionModel> {
  const at = (offset: number): Date => new Date(app.now().getTime() + offset * day)
  return app.db.subscription.create({ data: { userId: user.id, plan: days.plan ?? 'MONTHLY', source: 'SHEET', startsAt: at(days.from), endsAt: at(days.to) } })
}

/** A post of a Toyota Camry, with the seller's phone +79000000001. */
export async function aPost(app: TestApp, status: PostStatus = 'PUBLISHED'): Promise<{ id: string; publicId: string }> {
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
      car: { create: { brand: 'Toyota', model: 'Camry', year: 2018, priceKopecks: 2_150_000_00n } },
      sellerContact: { create: { phoneCiphertext: app.phones.encrypt('+79000000001'), phoneHash: app.phones.hash('+79000000001'), telegramUsername: 'seller_ivan' } },
      deliveries: { create: { chatId: app.newsChannelId, status: 'SENT', messageIds: [7], withMedia: true } },
    },
  })
}
