import winston from 'winston'
import { redact } from './redact.js'

export type LogFields = Record<string, unknown>

export type Log = {
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  debug(message: string, fields?: LogFields): void
}

/** JSON lines on standard output: time, level, service, message and fields, with tokens, phones and the like blotted out. */
export function createLog(service: string, level = 'info'): Log {
  const logger = winston.createLogger({
    level,
    format: winston.format.printf((info) => info.message as string),
    transports: [new winston.transports.Console()],
  })
  const write = (logLevel: string) => (message: string, fields?: LogFields) => {
    if (!logger.isLevelEnabled(logLevel)) return
    const line = { time: new Date().toISOString(), level: logLevel, service, message: redact(message), ...redactFields(fields) }
    logger.log(logLevel, JSON.stringify(line))
  }
  return { info: write('info'), warn: write('warn'), error: write('error'), debug: write('debug') }
}

function redactFields(fields: LogFields | undefined): LogFields {
  if (!fields) return {}
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, redact(value, key)]))
}
