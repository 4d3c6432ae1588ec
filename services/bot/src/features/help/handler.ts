import { screenCallback } from '../../callback-codec.js'
import type { Feature } from '../../feature.js'
import { askPaySupport } from './ask-pay-support.js'

export const helpFeature: Feature = {
  commands: {
    help: async (_app, { texts }) => ({ kind: 'message', html: texts.help, keyboard: [[{ text: texts.back, data: screenCallback.encode('start') }]] }),
    terms: async (_app, { texts }) => ({ kind: 'message', html: texts.terms }),
    paysupport: async (app, { user, texts }, question) => {
      await askPaySupport(app, { user, question })
      return { kind: 'message', html: question === '' ? texts.paySupport : texts.paySupportTaken }
    },
  },
  callbacks: [],
}
