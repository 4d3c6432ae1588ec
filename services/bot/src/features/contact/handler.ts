import { listingActionCallback, screenCallback } from '../../callback-codec.js'
import { onCallback, type Feature, type Reply, type Visit } from '../../feature.js'
import type { App } from '../../app.js'
import { noteComplaint, type NotedComplaint } from './note-complaint.js'
import { requestContact } from './request-contact.js'
import { startTrial } from './start-trial.js'
import { contactView, trialCallback } from './view.js'

const pastedLink = /[?&]start=contact_([\w-]{1,57})(?![\w-])/

export const contactFeature: Feature = {
  commands: {},
  /** The link of a listing, copied into the chat instead of pressed. */
  text: async (app, visit, text) => {
    const publicId = pastedLink.exec(text)?.[1]
    return publicId === undefined ? null : showContact(app, visit, publicId)
  },
  callbacks: [
    onCallback(listingActionCallback('contact'), (app, visit, publicId) => showContact(app, visit, publicId)),
    onCallback(listingActionCallback('complain'), async (app, visit, publicId) => complained(visit, await noteComplaint(app, { userId: visit.user.id, publicId, complaint: 'COMPLAINT' }))),
    onCallback(listingActionCallback('sold'), async (app, visit, publicId) => complained(visit, await noteComplaint(app, { userId: visit.user.id, publicId, complaint: 'SOLD' }))),
    onCallback(trialCallback, async (app, visit) => {
      const trial = await startTrial(app, { userId: visit.user.id })
      if (trial.kind === 'not-available') return { kind: 'toast', text: visit.texts.unknownButton }
      const { texts } = visit
      const wanted = trial.wantedPublicId === null ? null : await showContact(app, visit, trial.wantedPublicId)
      const html = texts.trialStarted(trial.endsAt)
      return wanted?.kind === 'message' ? { ...wanted, html: `${wanted.html}\n\n${html}` } : { kind: 'message', html, keyboard: [[{ text: texts.back, data: screenCallback.encode('start') }]] }
    }),
  ],
}

/** The contacts of a listing for the person who asked, or what they need for that. */
export async function showContact(app: App, { user, texts, language }: Visit, publicId: string): Promise<Reply> {
  return contactView(texts, await requestContact(app, { userId: user.id, publicId, language }))
}

function complained({ texts }: Visit, noted: NotedComplaint): Reply {
  switch (noted.kind) {
    case 'noted':
      return { kind: 'toast', text: texts.complaintNoted }
    case 'noted-before':
      return { kind: 'toast', text: texts.complaintNotedBefore }
    case 'not-opened':
      return { kind: 'toast', text: texts.unknownButton }
  }
}
