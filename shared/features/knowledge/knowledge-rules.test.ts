import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anArticleDraft } from '../../builders/an-article.ts'
import { addDays } from '../../kernel/calendar.ts'
import { draftFaults } from './article-draft.ts'
import { articleState, type KnowledgeTerms, queueReasons, reviewDay } from './article-state.ts'

const terms: KnowledgeTerms = {
  validFrom: '2026-01-01',
  validTo: null,
  reviewBeforeDays: 30,
  poorVotesMin: 3,
  poorShare: 0.5,
}
const day = fc.integer({ min: -800, max: 800 }).map((days) => addDays('2026-11-24', days))
const dates = fc.record({ obsoleteAfter: day }).chain(({ obsoleteAfter }) =>
  fc.oneof(
    fc.constant({ obsoleteAfter }),
    day.map((reviewOn) => ({ obsoleteAfter, reviewOn })),
  ),
)

describe('an article over the days', () => {
  it('never comes back from obsolete, and is obsolete exactly after its last day', () => {
    const order = ['inForce', 'reviewDue', 'obsolete']
    fc.assert(
      fc.property(dates, day, fc.nat({ max: 400 }), (article, today, later) => {
        const now = articleState(article, terms, today)
        const then = articleState(article, terms, addDays(today, later))
        expect(order.indexOf(then)).toBeGreaterThanOrEqual(order.indexOf(now))
        expect(now === 'obsolete').toBe(today > article.obsoleteAfter)
      }),
    )
    expect(reviewDay({ obsoleteAfter: '2026-12-31' }, terms)).toBe('2026-12-01')
  })

  it('waits for the methodologist exactly when something is to be done', () => {
    const votes = fc.record({ useful: fc.nat(9), notUseful: fc.nat(9), remarks: fc.nat(2) })
    fc.assert(
      fc.property(dates, votes, day, (article, opinion, today) => {
        const reasons = queueReasons(article, opinion, terms, today)
        const all = opinion.useful + opinion.notUseful
        expect(reasons.includes('poorVotes')).toBe(all >= 3 && opinion.notUseful * 2 >= all)
        expect(reasons.includes('remarks')).toBe(opinion.remarks > 0)
        expect(reasons.filter((it) => it === 'obsolete' || it === 'reviewDue')).toEqual(
          [articleState(article, terms, today)].filter((it) => it !== 'inForce'),
        )
      }),
    )
  })

  it('may be marked as obsolete at once, and is not taken with a check or an act of days to come', () => {
    expect(draftFaults(anArticleDraft(), '2026-11-24')).toEqual([])
    const withdrawn = anArticleDraft({ obsoleteAfter: '2026-11-23', reviewOn: '2026-11-23' })
    expect(draftFaults(withdrawn, '2026-11-24')).toEqual([])
    fc.assert(
      fc.property(day, day, day, day, (sourceDate, checkedOn, reviewOn, obsoleteAfter) => {
        const faults = draftFaults(anArticleDraft({ sourceDate, checkedOn, reviewOn, obsoleteAfter }), '2026-11-24')
        const isSound =
          sourceDate <= checkedOn &&
          checkedOn <= '2026-11-24' &&
          reviewOn <= obsoleteAfter &&
          sourceDate <= obsoleteAfter
        expect(faults.length === 0).toBe(isSound)
      }),
    )
  })
})
