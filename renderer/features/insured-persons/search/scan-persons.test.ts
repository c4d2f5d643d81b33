import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Bytes } from '#renderer/db/bytes.ts'
import { aPerson } from '#shared/builders/a-person.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { PersonIndexBuilder } from './person-index.ts'
import { isPlainPage, scanPersons } from './scan-persons.ts'
import { anyPerson } from './testing/any-person.ts'

const bytes = (text: string): Bytes => new TextEncoder().encode(text) as Bytes

/** PostgreSQL gives the keys of a document in an order of its own. */
function inOtherOrder(data: InsuredPerson, turn: number): object {
  const entries = Object.entries(data)
  return Object.fromEntries([...entries.slice(turn % entries.length), ...entries.slice(0, turn % entries.length)])
}

describe('scanning a page of persons', () => {
  it('takes exactly what parsing takes, whatever stands in the texts and in whatever order', () => {
    fc.assert(
      fc.property(fc.array(anyPerson, { maxLength: 6 }), fc.nat(40), (persons, turn) => {
        const records = persons.map((data, index) => ({
          id: `id-${index}`,
          version: index * 7 + 1,
          data: index === 2 ? null : inOtherOrder(data, turn),
        }))
        const json = bytes(JSON.stringify(records))
        expect(isPlainPage(json)).toBe(true)
        const scanned = new PersonIndexBuilder()
        const seen: unknown[] = []
        const count = scanPersons(scanned, json, 3, (from, to, version) =>
          seen.push([new TextDecoder().decode(json.subarray(from, to)), version]),
        )
        expect(count).toBe(records.length)
        expect(seen).toEqual(records.map(({ id, version }) => [id, version]))
        const parsed = new PersonIndexBuilder()
        records.forEach(({ data }, index) => {
          if (data) parsed.add(3 + index, data as InsuredPerson)
        })
        expect(scanned.build()).toEqual(parsed.build())
      }),
      { numRuns: 300 },
    )
  })

  it('is not tried on a page of another shape', () => {
    const record = { id: 'a', version: 1, data: aPerson() }
    expect(isPlainPage(bytes(JSON.stringify([record])))).toBe(true)
    expect(isPlainPage(bytes('[]'))).toBe(true)
    expect(isPlainPage(bytes(JSON.stringify([record], null, 1)))).toBe(false)
    expect(isPlainPage(bytes(JSON.stringify([{ version: 1, id: 'a', data: {} }])))).toBe(false)
  })
})
