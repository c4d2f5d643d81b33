import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PagedIndexBuilder } from '#renderer/db/paged-index.ts'
import { aPerson } from '#shared/builders/a-person.ts'
import {
  decodeIndexShard,
  encodeIndexShard,
  type ShardRecord,
} from '#shared/features/insured-persons/search/index-shard.ts'
import { PersonIndexBuilder } from './person-index.ts'
import { searchNames } from './search-names.ts'
import { anyPerson } from './testing/any-person.ts'

const KIND = 'insuredPerson'
const page: fc.Arbitrary<readonly ShardRecord[]> = fc.array(
  fc.record({
    id: fc.uuid(),
    version: fc.integer({ min: 1, max: 0xffffffff }),
    person: fc.option(anyPerson, { freq: 6 }),
  }),
  { maxLength: 5 },
)

const LAST: readonly [readonly ShardRecord[], boolean] = [[{ id: 'last', version: 1, person: aPerson() }], true]

/** Names that begin alike and are surnames, given names and patronymics at once. */
const alike = fc.constantFrom(
  'Иван',
  'Иванов',
  'Иванова',
  'Ивановский',
  'Ивлев',
  'Иваново',
  'Петров',
  'Петр',
  'Иванович',
)
const namesake = fc
  .record({ surname: alike, givenName: alike, patronymic: fc.option(alike) })
  .map((names) => aPerson(names))

/** One word alone that is too short for typos is looked up among surnames first. */
const isForgiven = (words: readonly string[]): boolean => words.length > 1 || (words[0]?.length ?? 0) >= 4

describe('the few best', () => {
  it('are the same as the first of all that fit, whatever is passed over on the way', () => {
    fc.assert(
      fc.property(
        fc.array(namesake, { minLength: 1, maxLength: 80 }),
        fc.nat(),
        fc.nat({ max: 9 }),
        (people, at, cut) => {
          const builder = new PersonIndexBuilder()
          people.forEach((person, ordinal) => {
            builder.add(ordinal, person)
          })
          const index = builder.build()
          const { surname, givenName } = people[at % people.length] as (typeof people)[number]
          const typo = surname.slice(0, cut) + surname.slice(cut + 1)
          const few = (words: readonly string[], limit: number) =>
            searchNames(
              index,
              words.map((word) => word.toLowerCase()),
              { births: [], only: null },
              true,
              limit,
            ).found()
          for (const words of [[typo], [typo, givenName], [givenName, surname.slice(0, 2)]].filter(isForgiven))
            for (const limit of [1, 3])
              expect(few(words, limit), words.join(' ')).toEqual(few(words, 1_000).slice(0, limit))
        },
      ),
    )
  })
})

describe('shards of the search index', () => {
  it('[PULL3] put together give exactly the index that the pages give, mixed with pages that have none', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(page, fc.boolean()), { maxLength: 5 }), (pages) => {
        const fromPages = { persons: new PersonIndexBuilder(), records: new PagedIndexBuilder(() => []) }
        const mixed = { persons: new PersonIndexBuilder(), records: new PagedIndexBuilder(() => []) }
        // Somebody at the end: an index made of pages has no places behind its last person.
        for (const [number, [records, hasShard]] of [...pages, LAST].entries()) {
          const stamp = { kind: KIND, page: number, version: 1 }
          const shard = hasShard ? decodeIndexShard(encodeIndexShard(KIND, records)) : null
          for (const index of [fromPages, mixed]) {
            const first = index.records.count
            if (index === mixed && shard !== null) {
              index.persons.addShard(first, shard)
              index.records.addHashed(stamp, shard)
              continue
            }
            records.forEach(({ person }, at) => {
              if (person !== null) index.persons.add(first + at, person)
            })
            index.records.add(
              stamp,
              records.map(({ id, version, person }) => ({ id, version, data: person })),
            )
          }
        }
        expect(mixed.persons.build()).toEqual(fromPages.persons.build())
        expect(mixed.records.build().pack()).toEqual(fromPages.records.build().pack())
      }),
      { numRuns: 100 },
    )
  })

  it('opens at any place of a larger buffer', () => {
    const bytes = encodeIndexShard(KIND, fc.sample(page, { numRuns: 1, seed: 4 })[0] ?? [])
    const larger = new Uint8Array(bytes.length + 3)
    larger.set(bytes, 3)
    expect(decodeIndexShard(larger.subarray(3))).toEqual(decodeIndexShard(bytes))
  })

  it('is refused in another format and when bytes are missing', () => {
    const bytes = encodeIndexShard(KIND, [{ id: 'a', version: 1, person: null }])
    expect(decodeIndexShard(bytes)?.count).toBe(1)
    expect(decodeIndexShard(bytes.slice(0, -1))).toBeNull()
    expect(decodeIndexShard(new Uint8Array(3))).toBeNull()
    const other = bytes.slice()
    other[0] = 200
    expect(decodeIndexShard(other)).toBeNull()
  })
})
