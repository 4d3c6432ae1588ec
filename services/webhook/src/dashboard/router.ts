import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { ExpressAdapter } from '@bull-board/express'
import type { Jobs } from '@cars-bot/platform'
import express from 'express'
import { passwordGuard } from './password-guard.js'

/** The queue dashboard at `/queues`, for those who know the password. */
export function dashboardRouter(jobs: Pick<Jobs, 'queues'>, password: string): express.Router {
  const board = new ExpressAdapter()
  board.setBasePath('/queues')
  createBullBoard({ queues: jobs.queues.map((queue) => new BullMQAdapter(queue)), serverAdapter: board })
  const router = express.Router()
  router.use('/queues', passwordGuard(password), boardRouter(board))
  return router
}

/** Bull Board types its router loosely; what it returns is an Express router. */
function boardRouter(board: ExpressAdapter): express.Router {
  return board.getRouter() as express.Router
}
