import { fileURLToPath } from 'node:url'
import express, { type RequestHandler } from 'express'

const publicFolder = fileURLToPath(new URL('../../src/page/public', import.meta.url))

/** The page for people: static files, the same from `src` and from `dist`. */
export function createPageRouter(): RequestHandler {
  return express.static(publicFolder, { maxAge: 0 })
}
