import type { InlineResult } from '@cars-bot/adapters/bot-api'
import { failureOf } from '@cars-bot/adapters/errors'
import { carCard, carPrice, carSpecs, carTitle, contactUrl, parseSearch, type Language } from '@cars-bot/domain'
import type { App } from '../../app.js'
import { textsOf, type Texts } from '../../texts/texts.js'
import { glanceSelect, type ListingGlance } from '../listings/listing-glance.js'
import { listingsFor, newestFirst } from './find-listings.js'

const resultsPerPage = 20
const furthestOffset = 1_000

type Asked = { queryId: string; query: string; offset: string; language: Language }

/**
 * The finds of an inline query, twenty at a time, with the photo that our channel has. They may be written into any chat, so they hold what the channel
 * shows and a link to the bot, and never a contact, whoever asks.
 */
export async function answerInline(app: App, { queryId, query, offset, language }: Asked): Promise<void> {
  const skip = /^\d{1,4}$/.test(offset) ? Math.min(Number(offset), furthestOffset) : 0
  const posts = await app.db.post.findMany({
    where: listingsFor(parseSearch(query, app.now()), app.now()),
    orderBy: [...newestFirst],
    skip,
    take: resultsPerPage + 1,
    select: { ...glanceSelect, media: { where: { kind: 'PHOTO', botFileId: { not: null } }, orderBy: { position: 'asc' }, take: 1, select: { botFileId: true } } },
  })
  const texts = textsOf[language]
  const results = posts.slice(0, resultsPerPage).map((post) => inlineResult(app, { texts, language }, { ...post, photoFileId: post.media[0]?.botFileId ?? null }))
  const hasNext = posts.length > resultsPerPage && skip + resultsPerPage < furthestOffset
  const answer = { queryId, results, nextOffset: hasNext ? String(skip + resultsPerPage) : '', button: { text: texts.inlineButton, startPayload: 'search' } }
  await app.bot.answerInline(answer).catch(async (error: unknown) => {
    if (failureOf(error).kind !== 'permanent') throw error
    // One photo that Telegram takes no more, such as one of a former bot's, has the whole answer refused.
    app.log.warn('inline finds refused', { error })
    await app.bot.answerInline({ ...answer, results: results.map((result) => ({ ...result, photoFileId: null })) })
  })
}

function inlineResult(app: App, { texts, language }: { texts: Texts; language: Language }, { publicId, car, photoFileId }: Pick<ListingGlance, 'publicId' | 'car'> & { photoFileId: string | null }): InlineResult {
  const description = [carPrice(car, language), carSpecs(car, language)].filter((part) => part !== '').join(' · ')
  const keyboard = [[{ text: texts.contactButton, url: contactUrl(app.botUsername, publicId) }]]
  return { id: publicId, title: carTitle(car, language), description, html: carCard(car, language), photoFileId, keyboard }
}
