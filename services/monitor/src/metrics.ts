import { Counter, Gauge } from 'prom-client'

export const messagesSeen = new Counter({ name: 'cars_monitor_messages_total', help: 'Messages of source channels, by what became of them', labelNames: ['outcome'] as const })

export const channelLag = new Gauge({ name: 'cars_monitor_channel_lag_messages', help: 'Newest message at Telegram minus the newest one of ours', labelNames: ['channel'] as const })

export const repairs = new Counter({ name: 'cars_monitor_repairs_total', help: 'Channels whose missed events were fetched, by the way it was done', labelNames: ['way'] as const })

export const downloads = new Counter({ name: 'cars_monitor_downloads_total', help: 'Media downloads, by outcome', labelNames: ['outcome'] as const })

export const watchedChannels = new Gauge({ name: 'cars_monitor_channels', help: 'Channels watched now' })
