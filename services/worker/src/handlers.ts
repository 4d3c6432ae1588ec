import type { JobHandlers } from '@cars-bot/platform'
import type { App } from './app.js'
import { matchAlerts } from './alerts/match-alerts.js'
import { requeueMatching } from './alerts/requeue-matching.js'
import { tellFavourites } from './alerts/tell-favourites.js'
import { resumeBroadcasts } from './broadcasts/resume-broadcasts.js'
import { sendBroadcast } from './broadcasts/send-broadcast.js'
import { cleanUp } from './maintenance/clean-up.js'
import { requeueModeration } from './moderation/requeue-moderation.js'
import { showModeration } from './moderation/show-moderation.js'
import { notifyUser } from './notices/notify-user.js'
import { requeueStuckNotices } from './notices/requeue-stuck-notices.js'
import { compareRegisters } from './payments/compare-registers.js'
import { recheckPayments } from './payments/recheck-payments.js'
import { settlePayment } from './payments/settle-payment.js'
import { settleRefunds } from './payments/settle-refunds.js'
import { processPost } from './posts/process-post.js'
import { publishPost } from './posts/publish-post.js'
import { requeueStuckPosts } from './posts/requeue-stuck-posts.js'
import { updateListing } from './posts/update-listing.js'
import { withdrawListing } from './posts/withdraw-listing.js'
import { syncChannels } from './sheets/sync-channels.js'
import { syncSubscribers } from './sheets/sync-subscribers.js'
import { updateAnalytics } from './sheets/update-analytics.js'
import { updateChannelStatistics } from './sheets/update-channel-statistics.js'
import { announceEndings } from './subscriptions/announce-endings.js'
import { expireSubscriptions } from './subscriptions/expire-subscriptions.js'
import { renewSubscriptions } from './subscriptions/renew-subscriptions.js'

/** One line per job of the catalog: the verb of the same name. */
export function jobHandlers(app: App): JobHandlers {
  return {
    processPost: (payload) => processPost(app, payload),
    publishPost: (payload) => publishPost(app, payload),
    updateListing: (payload) => updateListing(app, payload),
    withdrawListing: (payload) => withdrawListing(app, payload),
    showModeration: (payload) => showModeration(app, payload),
    requeueModeration: () => requeueModeration(app),
    matchAlerts: (payload) => matchAlerts(app, payload),
    tellFavourites: () => tellFavourites(app),
    requeueMatching: () => requeueMatching(app),
    sendBroadcast: (payload) => sendBroadcast(app, payload),
    resumeBroadcasts: () => resumeBroadcasts(app),
    settlePayment: (payload) => settlePayment(app, payload),
    settleRefunds: (payload) => settleRefunds(app, payload),
    notifyUser: (payload) => notifyUser(app, payload),
    expireSubscriptions: () => expireSubscriptions(app),
    syncChannels: () => syncChannels(app),
    syncSubscribers: () => syncSubscribers(app),
    updateChannelStatistics: () => updateChannelStatistics(app),
    updateAnalytics: () => updateAnalytics(app),
    requeueStuckPosts: () => requeueStuckPosts(app),
    requeueStuckNotices: () => requeueStuckNotices(app),
    recheckPayments: () => recheckPayments(app),
    renewSubscriptions: () => renewSubscriptions(app),
    announceEndings: () => announceEndings(app),
    compareRegisters: () => compareRegisters(app),
    cleanUp: () => cleanUp(app),
  }
}
