import { screenCallback } from '../../callback-codec.js'
import type { Feature, Reply, Visit } from '../../feature.js'
import type { Texts } from '../../texts/texts.js'
import { askPaySupport } from './ask-pay-support.js'

export const helpFeature: Feature = {
  commands: {
    help: async (_app, { texts }) => withBack(texts, texts.help),
    terms: async (_app, { texts }) => withBack(texts, texts.terms),
    paysupport: async (app, { user, texts }, question) => {
      await askPaySupport(app, { user, question })
      return withBack(texts, question === '' ? texts.paySupport : texts.paySupportTaken)
    },
  },
  callbacks: [],
}

/** The answer to what is no command, no button and no search. */
export function notUnderstood({ texts }: Visit): Reply {
  const { menuButtons } = texts
  return { kind: 'message', html: texts.unknownText, keyboard: [(['search', 'subscription', 'help'] as const).map((name) => ({ text: menuButtons[name], data: screenCallback.encode(name) }))] }
}

function withBack(texts: Texts, html: string): Reply {
  return { kind: 'message', html, keyboard: [[{ text: texts.back, data: screenCallback.encode('start') }]] }
}
