import express, { Router, type NextFunction, type Request, type Response } from 'express'
import { ControlFailure } from '../control/failure.js'
import type { SandboxContext } from '../context.js'
import { outsideCalls } from '../outside-call.js'
import { parseRange } from './a1.js'
import { createAccessTokens } from './access-tokens.js'
import { enteredValue, shownValue } from './cell-value.js'
import { maskFields } from './field-mask.js'
import { GoogleFailure } from './google-failure.js'
import { createQuota } from './quota.js'
import { createServiceAccount, keepServiceAccount, tokenUri, type ServiceAccount } from './service-account.js'
import { findCall, type Store } from './spreadsheet-routes.js'
import { newWorkbook, rowAfterLast, setValue, type Sheet } from './workbook.js'

/** The one spreadsheet there is, and one that exists but was never shared with the service account. */
const spreadsheetId = 'sandbox-spreadsheet'
const unsharedSpreadsheetId = 'unshared-spreadsheet'

export type GoogleStandIn = {
  router: Router
  listSheets(): string[]
  readSheet(title: string): string[][]
  /** As if the owner typed it. */
  setCell(title: string, a1: string, value: string): void
  appendRow(title: string, values: string[]): void
  /** Writes the service account's key to the configured file, if there is one; to be called once the public address is known. */
  writeKeyFile(): void
}

/** `/token`, `/v4/spreadsheets/…`, and `/service-account.json`, the key that opens them. */
export function createGoogleRouter(context: SandboxContext): GoogleStandIn {
  const store: Store = { workbook: newWorkbook(), spreadsheetId }
  const account = accountOf(context)
  const tokens = createAccessTokens(account)
  const quota = createQuota()
  const router = Router()
  router.use(express.json({ limit: '10mb' }), express.urlencoded({ extended: false }), outsideCalls(context, 'sheets'))
  router.get('/service-account.json', (_request, response) => void response.json(account()))
  router.post('/token', (request, response) => {
    const answer = tokens.issue(formOf(request))
    response.status(answer.kind === 'token' ? 200 : 400).json(answer.body)
  })
  router.all('/v4/spreadsheets{/*rest}', (request, response) => {
    const [, id = '', rest = ''] = /^\/v4\/spreadsheets\/([^/:]+)(.*)$/.exec(decodeURIComponent(request.path)) ?? []
    const call = findCall(request.method, rest)
    const isAllowed = tokens.allows(request.header('authorization'), call?.action ?? 'read')
    if (isAllowed === null) throw new GoogleFailure('UNAUTHENTICATED', 'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.')
    if (!call) throw new GoogleFailure('NOT_FOUND', 'Method not found.')
    if (!isAllowed) throw new GoogleFailure('PERMISSION_DENIED', 'Request had insufficient authentication scopes.')
    if (context.config.limits) quota.take(call.action)
    if (id === unsharedSpreadsheetId) throw new GoogleFailure('PERMISSION_DENIED', 'The caller does not have permission')
    if (id !== spreadsheetId) throw new GoogleFailure('NOT_FOUND', 'Requested entity was not found.')
    const { fields } = request.query
    response.json(maskFields(call.run(store, request), typeof fields === 'string' ? fields : undefined))
  })
  router.use((_request, _response, next) => next(new GoogleFailure('NOT_FOUND', 'Method not found.')))
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (!(error instanceof GoogleFailure)) return next(error)
    response.status(error.httpCode).json(error.body())
  })
  return { router, ...ownersHand(store), writeKeyFile: () => void (context.config.googleKeyFile && account()) }
}

/** The key pair is made at the first use, or read from the configured file, which then holds it. */
function accountOf({ config, publicUrl }: Pick<SandboxContext, 'config' | 'publicUrl'>): () => ServiceAccount {
  let known: ServiceAccount | null = null
  return () => {
    known ??= config.googleKeyFile ? keepServiceAccount(config.googleKeyFile, publicUrl()) : createServiceAccount(publicUrl())
    return { ...known, token_uri: tokenUri(publicUrl()) }
  }
}

/** What a person sees and does in the sheet. */
function ownersHand(store: Store): Omit<GoogleStandIn, 'router' | 'writeKeyFile'> {
  const sheetOf = (title: string): Sheet => {
    const sheet = store.workbook.sheets.find((one) => one.title === title)
    if (!sheet) throw new ControlFailure(404, `there is no sheet «${title}»`)
    return sheet
  }
  return {
    listSheets: () => store.workbook.sheets.map((sheet) => sheet.title),
    readSheet(title) {
      const sheet = sheetOf(title)
      return sheet.rows.slice(0, rowAfterLast(sheet)).map((row) => row.map(shownValue))
    },
    setCell(title, a1, value) {
      const sheet = sheetOf(title)
      const area = parseRange(a1)
      if (!area?.isCell || area.row >= sheet.rowCount || area.column >= sheet.columnCount) throw new ControlFailure(400, `«${title}» has no cell ${a1}`)
      setValue(sheet, area.row, area.column, enteredValue(value))
    },
    appendRow(title, values) {
      const sheet = sheetOf(title)
      const row = rowAfterLast(sheet)
      sheet.rowCount = Math.max(sheet.rowCount, row + 1)
      values.forEach((value, column) => setValue(sheet, row, column, enteredValue(value)))
    },
  }
}

function formOf(request: Request): Record<string, unknown> {
  const form: unknown = request.body
  return typeof form === 'object' && form !== null ? Object.fromEntries(Object.entries(form)) : {}
}
