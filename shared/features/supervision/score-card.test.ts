import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cardOn, type ScoreCard, type ScoreMark, scoreCard, scoreOf } from './score-card.ts'

const text = { ru: 'вопрос', en: 'question' }
const CARD: ScoreCard = {
  id: 'card',
  validFrom: '2026-01-01',
  validTo: null,
  source: 'test',
  criteria: [
    { id: 'a', name: text, hint: text, weight: 50, isCritical: true },
    { id: 'b', name: text, hint: text, weight: 30, isCritical: false },
    { id: 'c', name: text, hint: text, weight: 20, isCritical: false },
  ],
}

describe('the score of a call [S2]', () => {
  it('adds the weights, half for a part', () => {
    expect(scoreOf(CARD, { a: 'yes', b: 'partly', c: 'no' })).toBe(65)
    expect(scoreOf(CARD, { a: 'yes', b: 'yes', c: 'yes' })).toBe(100)
  })
  it('leaves out what could not be judged', () => {
    expect(scoreOf(CARD, { a: 'yes', b: 'no', c: 'notApplicable' })).toBe(63)
    expect(scoreOf(CARD, { a: 'notApplicable', b: 'notApplicable', c: 'notApplicable' })).toBeNull()
  })
  it('is nothing after a failed critical question', () => {
    expect(scoreOf(CARD, { a: 'no', b: 'yes', c: 'yes' })).toBe(0)
  })
  it('is not there until every question is answered', () => {
    expect(scoreOf(CARD, { a: 'yes', b: 'yes' })).toBeNull()
  })
  it('lies between 0 and 100 and never falls when a mark gets better', () => {
    const mark = fc.constantFrom<ScoreMark>('yes', 'partly', 'no')
    fc.assert(
      fc.property(mark, mark, mark, (a, b, c) => {
        const score = scoreOf(CARD, { a, b, c }) ?? -1
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(100)
        expect(scoreOf(CARD, { a, b: 'yes', c })).toBeGreaterThanOrEqual(score)
      }),
    )
  })
  it('refuses a card whose weights do not make a whole', () => {
    expect(scoreCard.safeParse({ ...CARD, criteria: CARD.criteria.slice(1) }).success).toBe(false)
    expect(scoreCard.safeParse(CARD).success).toBe(true)
  })
  it('takes the card in force on the day of the call', () => {
    const older = { ...CARD, id: 'older', validFrom: '2025-01-01', validTo: '2025-12-31' }
    expect(cardOn([older, CARD], '2025-06-01')?.id).toBe('older')
    expect(cardOn([older, CARD], '2026-06-01')?.id).toBe('card')
    expect(cardOn([older, CARD], '2020-06-01')?.id).toBe('card')
    expect(cardOn([], '2026-06-01')).toBeNull()
  })
})
