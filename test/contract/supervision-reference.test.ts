import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { serviceTargets } from '#shared/features/supervision/floor.ts'
import { scoreCards } from '#shared/features/supervision/score-card.ts'
import { recordingTerms } from '#shared/features/telephony/recording-terms.ts'

function reference(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../assets/reference/${name}`, import.meta.url), 'utf8'))
}

describe('reference data of supervision [S1] [S2]', () => {
  it('score cards add up to 100, have questions with names of their own and do not overlap in time', () => {
    const cards = scoreCards.parse(reference('call-score-cards.ru.json'))
    for (const { criteria } of cards) expect(new Set(criteria.map(({ id }) => id)).size).toBe(criteria.length)
    expect(new Set(cards.map(({ id }) => id)).size).toBe(cards.length)
    cards.slice(1).forEach((card, index) => {
      expect((cards[index]?.validTo ?? '9999') < card.validFrom).toBe(true)
    })
  })
  it('targets of service end with one that is in force', () => {
    expect(serviceTargets.parse(reference('call-service-targets.ru.json')).at(-1)?.validTo).toBeNull()
  })
  it('recordings are announced by a word that the scripts must say, and their terms end with one in force', () => {
    const terms = recordingTerms.parse(reference('call-recording-terms.ru.json'))
    expect(terms.at(-1)?.validTo).toBeNull()
    const rules = reference('../call-scripts/rules/required-phrases.json') as { phrase: string; on: string }[]
    const always = rules.filter(({ on }) => on === 'everyPath').map(({ phrase }) => phrase)
    for (const { announcedBy } of terms) expect(always).toContain(announcedBy)
  })
})
