import type { App } from './app.js'

const patienceMs = 3_000

/**
 * Ends the spinner on a pressed button once: with a text when the work is done in time, silently after 3 s otherwise, because Telegram soon takes no answer
 * any more. A fault here is logged; the reply itself still goes out.
 */
export function answerCallback(app: App, callbackId: string): (text?: string) => Promise<void> {
  let isAnswered = false
  const answer = async (text?: string): Promise<void> => {
    clearTimeout(timer)
    if (isAnswered) return
    isAnswered = true
    try {
      await app.bot.answerCallback({ callbackId, ...(text === undefined ? {} : { text }) })
    } catch (error) {
      app.log.warn('callback not answered', { error })
    }
  }
  const timer = setTimeout(() => void answer(), patienceMs)
  return answer
}
