import { describe, expect, it } from 'vitest'
import { aPerson } from '#shared/builders/a-person.ts'
import { anId } from '#shared/builders/ids.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { DueQuery } from '#shared/features/preventive-care/due-list.ts'
import { DuePersons } from './due-persons.ts'

const QUERY: DueQuery = {
  today: '2026-11-24',
  filters: { standing: 'toInform', precinct: null, ageGroup: null, sex: null },
  limit: 100,
  facts: [],
}

function world(count: number) {
  const pages = [1, 2].map((page) =>
    Array.from({ length: count }, (_, index) => {
      const data = aPerson({}, (page - 1) * count + index + 1)
      return { id: data.id as string, version: 1, data }
    }),
  )
  const changed = new Map<string, InsuredPerson | null>()
  let reads = 0
  const due = new DuePersons({
    async *pages() {
      reads += 1
      for (const page of pages) yield page
    },
    changed: () => changed,
    person: async (id) => changed.get(id) ?? pages.flat().find((it) => it.id === id)?.data ?? null,
  })
  return { due, changed, reads: () => reads }
}

describe('[P1] the list over pages', () => {
  it('reads the pages once, and gives rows with their persons', async () => {
    const { due, reads } = world(3)
    const first = await due.list(QUERY)
    expect(first.total).toBe(6)
    expect(first.rows.map(({ person }) => person.id)).toEqual(first.rows.map(({ personId }) => personId))
    await due.list({ ...QUERY, limit: 2 })
    expect(reads()).toBe(1)
    due.forget()
    await due.list(QUERY)
    expect(reads()).toBe(2)
  })

  it('rows win over pages: who changed is listed as changed, who left the scope is not', async () => {
    const { due, changed } = world(2)
    changed.set(anId(1), aPerson({ status: 'moved' }, 1))
    changed.set(anId(2), null)
    const { total, counts } = await due.list(QUERY)
    expect(total).toBe(2)
    expect(counts.standing).toEqual({ toInform: 2, gone: 1 })
  })

  it('a page that is read while the list is asked twice is read for both', async () => {
    const { due, reads } = world(2)
    const [first, second] = await Promise.all([due.list(QUERY), due.list(QUERY)])
    expect(first).toEqual(second)
    expect(reads()).toBe(1)
  })
})
