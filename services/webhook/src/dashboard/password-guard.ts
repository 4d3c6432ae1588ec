import { createHash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler } from 'express'

/** HTTP Basic authentication: any user name, this password. Compared in constant time. */
export function passwordGuard(password: string): RequestHandler {
  const expected = digest(password)
  return (request, response, next) => {
    if (timingSafeEqual(digest(givenPassword(request.headers.authorization)), expected)) return next()
    response.set('WWW-Authenticate', 'Basic realm="queues", charset="UTF-8"').sendStatus(401)
  }
}

function givenPassword(header: string | undefined): string {
  const [, encoded = ''] = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(header ?? '') ?? []
  const credentials = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = credentials.indexOf(':')
  return colon < 0 ? '' : credentials.slice(colon + 1)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
