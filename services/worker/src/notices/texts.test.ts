import { visibleLength } from '@cars-bot/domain'
import { expect, test } from 'vitest'
import { noticeTexts, type NoticeTexts } from './texts.js'

const date = new Date('2026-12-05T11:05:00Z')
const samples: { readonly [Key in keyof NoticeTexts as NoticeTexts[Key] extends (...values: never) => string ? Key : never]: NoticeTexts[Key] extends (...values: infer Values) => string ? readonly Values[] : never } = {
  started: [[date]],
  extended: [[date, date]],
  paidCard: [[1], [365]],
  canceled: [[null], ['insufficient_funds'], ['unheard_of']],
  ended: [[date]],
  changed: [[date]],
  wantedIsGone: [['<b>Camry</b> & "X5"']],
  endsIn3Days: [[{ endsAt: date, daysLeft: 1 }], [{ endsAt: date, daysLeft: 3 }]],
  endsIn1Day: [[date]],
  renewed: [[date]],
  renewalAhead: [[{ at: date, kopecks: 299_00, method: null }], [{ at: date, kopecks: 2_990_00, method: '<Card> *4444' }]],
  starRenewalAhead: [[date]],
  renewalFailed: [[{ reason: 'card_expired', nextAt: date }], [{ reason: null, nextAt: null }]],
  refunded: [[{ sum: '1', endsAt: date }], [{ sum: '1', endsAt: null }]],
  rewarded: [[date]],
  rubles: [[299_00]],
  stars: [[180]],
}

test.each(['ru', 'en'] as const)('every notice about money in %s is rendered, fits a message and closes its tags', (language) => {
  const texts = noticeTexts[language]
  for (const [name, calls] of Object.entries(samples)) {
    const render: unknown = Reflect.get(texts, name)
    if (typeof render !== 'function') throw new Error(`${name} takes no values`)
    for (const values of calls) {
      const html = String(Reflect.apply(render, texts, values))
      expect(visibleLength(html), name).toBeLessThanOrEqual(4_096)
      expect(html, name).not.toMatch(/undefined|NaN|\[object|Invalid Date|<Card|<b>Camry/)
      expect(html.match(/<b>/g)?.length ?? 0, name).toBe(html.match(/<\/b>/g)?.length ?? 0)
      expect(language === 'en' && /[а-яё]/i.test(html), name).toBe(false)
    }
  }
})
