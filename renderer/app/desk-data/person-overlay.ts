import { type PersonIndex, PersonIndexBuilder } from '#renderer/features/insured-persons/search/person-index.ts'
import {
  type FoundPerson,
  searchPersons,
  searchPhone,
} from '#renderer/features/insured-persons/search/search-persons.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'

/** Persons of a segment. One is built in less than a millisecond; of five thousand changed persons twenty are searched. */
const SEGMENT_MAX = 250

interface Segment {
  readonly persons: readonly InsuredPerson[]
  readonly index: PersonIndex
}

/** A segment that is full, with the ids of those in it who have not changed since. */
interface FullSegment extends Segment {
  readonly live: Set<string>
}

/**
 * Persons that have changed since the pages were made, searchable beside them, in small segments: a change costs the building of the
 * newest one, never that of all. A full segment half of whose persons have changed again is dissolved into the newest.
 */
export class PersonOverlay {
  /** Null hides a person that the pages still hold. */
  readonly #shown = new Map<string, InsuredPerson | null>()
  readonly #full = new Set<FullSegment>()
  readonly #fullOf = new Map<string, FullSegment>()
  readonly #newest = new Set<string>()
  /** Null while it has to be built. */
  #newestSegment: Segment | null = null

  get ids(): IterableIterator<string> {
    return this.#shown.keys()
  }

  get isEmpty(): boolean {
    return this.#shown.size === 0
  }

  /** Every changed person as shown now; null hides one. */
  entries(): IterableIterator<[string, InsuredPerson | null]> {
    return this.#shown.entries()
  }

  has(id: string): boolean {
    return this.#shown.has(id)
  }

  get(id: string): InsuredPerson | null {
    return this.#shown.get(id) ?? null
  }

  /** Undefined takes the person away again: then the pages are right. */
  set(id: string, shown: InsuredPerson | null | undefined): void {
    if (shown === undefined) this.#shown.delete(id)
    else this.#shown.set(id, shown)
    this.#leaveFull(id)
    if (shown) this.#newest.add(id)
    else this.#newest.delete(id)
    this.#newestSegment = null
  }

  search(typed: string, limit: number): { readonly person: InsuredPerson; readonly found: FoundPerson }[] {
    return this.#find((index) => searchPersons(index, typed, limit))
  }

  byPhone(e164: string, limit: number): { readonly person: InsuredPerson; readonly found: FoundPerson }[] {
    return this.#find((index) => searchPhone(index, e164, limit))
  }

  #find(search: (index: PersonIndex) => readonly FoundPerson[]) {
    return this.#segments().flatMap(({ index, persons }) =>
      search(index).flatMap((found) => {
        const person = persons[found.ordinal]
        // Who has changed since the segment was built is no longer what is shown.
        return person && this.#shown.get(person.id) === person ? [{ person, found }] : []
      }),
    )
  }

  #segments(): readonly Segment[] {
    this.#newestSegment ??= this.#buildNewest()
    return [...this.#full, this.#newestSegment]
  }

  #buildNewest(): Segment {
    const persons = [...this.#newest].flatMap((id) => this.#shown.get(id) ?? [])
    let from = 0
    for (; persons.length - from > SEGMENT_MAX; from += SEGMENT_MAX) this.#fill(persons.slice(from, from + SEGMENT_MAX))
    return segmentOf(persons.slice(from))
  }

  #fill(persons: readonly InsuredPerson[]): void {
    const segment = { ...segmentOf(persons), live: new Set(persons.map(({ id }): string => id)) }
    this.#full.add(segment)
    for (const id of segment.live) {
      this.#newest.delete(id)
      this.#fullOf.set(id, segment)
    }
  }

  #leaveFull(id: string): void {
    const segment = this.#fullOf.get(id)
    if (!segment) return
    this.#fullOf.delete(id)
    segment.live.delete(id)
    if (segment.live.size * 2 > segment.persons.length) return
    this.#full.delete(segment)
    for (const left of segment.live) {
      this.#fullOf.delete(left)
      this.#newest.add(left)
    }
  }
}

function segmentOf(persons: readonly InsuredPerson[]): Segment {
  const builder = new PersonIndexBuilder()
  persons.forEach((person, ordinal) => {
    builder.add(ordinal, person)
  })
  return { persons, index: builder.build() }
}
