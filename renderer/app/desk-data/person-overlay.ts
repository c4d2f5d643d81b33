import { type PersonIndex, PersonIndexBuilder } from '#renderer/features/insured-persons/search/person-index.ts'
import {
  type FoundPerson,
  searchPersons,
  searchPhone,
} from '#renderer/features/insured-persons/search/search-persons.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'

/** Persons in the newest segment before it is folded into the larger one: a segment is built anew for each change. */
const NEWEST_MAX = 200

interface Segment {
  readonly persons: readonly InsuredPerson[]
  readonly index: PersonIndex
}

/**
 * Persons that have changed since the pages were made, searchable beside them: a small newest segment and a larger older one, so
 * that one changed person does not cost the sorting of all changed ones.
 */
export class PersonOverlay {
  /** Null hides a person that the pages still hold. */
  readonly #shown = new Map<string, InsuredPerson | null>()
  readonly #newest = new Set<string>()
  #segments: readonly Segment[] | null = []
  #older: Segment = segmentOf([])

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
    this.#newest.add(id)
    this.#segments = null
  }

  search(typed: string, limit: number): { readonly person: InsuredPerson; readonly found: FoundPerson }[] {
    return this.#find((index) => searchPersons(index, typed, limit))
  }

  byPhone(e164: string, limit: number): { readonly person: InsuredPerson; readonly found: FoundPerson }[] {
    return this.#find((index) => searchPhone(index, e164, limit))
  }

  #find(search: (index: PersonIndex) => readonly FoundPerson[]) {
    return this.#current().flatMap(({ index, persons }) =>
      search(index).flatMap((found) => {
        const person = persons[found.ordinal]
        return person && this.#shown.get(person.id) === person ? [{ person, found }] : []
      }),
    )
  }

  #current(): readonly Segment[] {
    if (this.#segments) return this.#segments
    if (this.#newest.size > NEWEST_MAX) {
      this.#older = segmentOf([...this.#shown.values()])
      this.#newest.clear()
    }
    // What the older segment holds of a changed person is passed over when found: it is no longer what is shown.
    this.#segments = [this.#older, segmentOf([...this.#newest].map((id) => this.#shown.get(id) ?? null))]
    return this.#segments
  }
}

function segmentOf(persons: readonly (InsuredPerson | null)[]): Segment {
  const present = persons.filter((person): person is InsuredPerson => person !== null)
  const builder = new PersonIndexBuilder()
  present.forEach((person, ordinal) => {
    builder.add(ordinal, person)
  })
  return { persons: present, index: builder.build() }
}
