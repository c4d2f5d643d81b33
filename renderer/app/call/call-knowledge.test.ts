import { describe, expect, it } from 'vitest'
import { aPerson } from '#shared/builders/a-person.ts'
import { sampleOuter } from '#shared/features/call-scripts/sample-scripts.ts'
import type { KnowledgeArticle } from '#shared/features/knowledge/article.ts'
import { type CallKnowledge, factsFor, withArticles } from './call-knowledge.ts'

const NOON = Date.UTC(2026, 10, 24, 9)
const article: KnowledgeArticle = {
  id: 'teeth',
  version: 1,
  question: 'Which teeth are treated free?',
  answer: 'Those with caries.',
  words: [],
  themeCode: 'consultation.4.12.1',
  source: 'An act',
  sourceDate: '2025-12-29',
  checkedOn: '2026-10-20',
  obsoleteAfter: '2026-12-31',
  approvedBy: 'A methodologist',
}

function knownOf(person: CallKnowledge['person']): CallKnowledge {
  const sheet = { direction: 'in', informed: null } as CallKnowledge['sheet']
  return { sheet, person, contact: null, clinic: null, me: { name: 'A', orgName: 'B' }, isOnline: true }
}

describe('what a script is begun with', () => {
  it('[C4] takes the articles along, in the order of their themes, and lets the script answer for itself', () => {
    const own = { ...article, id: 'lost' }
    const questions = withArticles(sampleOuter, [
      article,
      { ...article, id: 'policy', themeCode: 'consultation.4.1' },
      own,
    ]).questions
    expect(questions.map(({ id }) => id)).toEqual(['lost', 'policy', 'teeth'])
    expect(questions[0]?.answer).toBe('No harm done.')
    expect(questions[2]).toMatchObject({ obsoleteAfter: '2026-12-31', sourceDate: '2025-12-29' })
  })

  it('tells the conditions of a script the age reached this year, the sex and the marks, and nothing of somebody unknown', () => {
    const person = aPerson({
      birthDate: '1960-12-31',
      sex: 'female',
      marks: ['lowMobility'],
      consents: { informing: 'given', sms: 'none', support: 'given' },
    })
    expect(factsFor(knownOf(person), null, NOON)).toMatchObject({
      personKnown: true,
      lowMobility: true,
      priorityRight: false,
      supportConsent: true,
      sex: 'female',
      quantities: { 'person.age': 66 },
    })
    const nobody = factsFor(knownOf(null), null, NOON)
    expect(nobody).toMatchObject({ personKnown: false, lowMobility: false, supportConsent: false })
    expect(nobody.sex).toBeUndefined()
    expect(nobody.quantities?.['person.age']).toBeUndefined()
  })
})
