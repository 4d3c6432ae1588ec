import { Api } from 'telegram'
import { guestMethod, type Method } from './method.js'
import { fileDcId } from './tl-file.js'

export const helpMethods: Method[] = [
  guestMethod(Api.help.GetConfig, ({ state }) => config(state.port)),
  guestMethod(Api.help.GetNearestDc, () => new Api.NearestDc({ country: 'RU', thisDc: fileDcId, nearestDc: fileDcId })),
]

/** All data centres are this one server. Sizes and limits are those of the public documentation (https://core.telegram.org/constructor/config). */
function config(port: number): Api.Config {
  const now = Math.floor(Date.now() / 1000)
  return new Api.Config({
    date: now,
    expires: now + 3600,
    testMode: false,
    thisDc: fileDcId,
    dcOptions: [1, 2, 3, 4, 5].map((id) => new Api.DcOption({ id, ipAddress: '127.0.0.1', port, static: true })),
    dcTxtDomainName: '',
    chatSizeMax: 200,
    megagroupSizeMax: 200_000,
    forwardedCountMax: 100,
    onlineUpdatePeriodMs: 210_000,
    offlineBlurTimeoutMs: 5_000,
    offlineIdleTimeoutMs: 30_000,
    onlineCloudTimeoutMs: 300_000,
    notifyCloudDelayMs: 30_000,
    notifyDefaultDelayMs: 1_500,
    pushChatPeriodMs: 60_000,
    pushChatLimit: 2,
    editTimeLimit: 172_800,
    revokeTimeLimit: 2_147_483_647,
    revokePmTimeLimit: 2_147_483_647,
    ratingEDecay: 2_419_200,
    stickersRecentLimit: 200,
    channelsReadMediaPeriod: 604_800,
    callReceiveTimeoutMs: 20_000,
    callRingTimeoutMs: 90_000,
    callConnectTimeoutMs: 30_000,
    callPacketTimeoutMs: 10_000,
    meUrlPrefix: 'https://t.me/',
    captionLengthMax: 1_024,
    messageLengthMax: 4_096,
    webfileDcId: fileDcId,
  })
}
