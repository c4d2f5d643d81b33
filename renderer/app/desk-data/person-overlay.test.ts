import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aPerson } from '#shared/builders/a-person.ts'
import { anId } from '#shared/builders/ids.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { PersonOverlay } from './person-overlay.ts'

const PEOPLE = 700
/** A slice of changes as a pull brings them: who, and whether shown, hidden (null) or taken away (undefined). */
const slice = fc.array(
  fc.tuple(fc.nat({ max: PEOPLE - 1 }), fc.constantFrom('shown', 'shown', 'shown', 'hidden', 'gone')),
  { minLength: 1, maxLength: 400 },
)

const phoneOf = (n: number, round: number): string => `+7${String(9_000_000_000 + n * 1_000 + round)}`

describe('changed persons beside the pages', () => {
  it('[PULL1] a search sees each of them as they were changed last, once, and nobody as they were before', () => {
    fc.assert(
      fc.property(fc.array(slice, { minLength: 1, maxLength: 12 }), (slices) => {
        const overlay = new PersonOverlay()
        const expected = new Map<string, InsuredPerson | null>()
        const rounds = new Map<number, number[]>()
        for (const [round, changes] of slices.entries()) {
          for (const [n, what] of changes) {
            const id = anId<InsuredPerson['id']>(n + 1)
            const number = phoneOf(n, round)
            const person = aPerson({ id, surname: 'Смирнова', phones: [{ number, kind: 'mobile', valid: true }] })
            overlay.set(id, what === 'shown' ? person : what === 'hidden' ? null : undefined)
            if (what === 'gone') expected.delete(id)
            else expected.set(id, what === 'shown' ? person : null)
            rounds.set(n, [...(rounds.get(n) ?? []), round])
          }
          const shown = [...expected.values()].filter((person) => person !== null)
          const found = overlay.search('смирнова', PEOPLE).map(({ person }) => person)
          expect(found.length).toBe(new Set(found).size)
          expect(new Set(found)).toEqual(new Set(shown))
          const [n = 0] = changes[0] ?? []
          const mine = expected.get(anId(n + 1))
          for (const before of rounds.get(n) ?? [])
            expect(overlay.byPhone(phoneOf(n, before), 5).map(({ person }) => person)).toEqual(
              mine?.phones[0]?.number === phoneOf(n, before) ? [mine] : [],
            )
        }
        expect(overlay.isEmpty).toBe(expected.size === 0)
        expect([...overlay.ids].sort()).toEqual([...expected.keys()].sort())
      }),
      { numRuns: 30 },
    )
  })
})
