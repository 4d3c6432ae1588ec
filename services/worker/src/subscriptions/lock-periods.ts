export { lockPeriods } from '@cars-bot/platform'
