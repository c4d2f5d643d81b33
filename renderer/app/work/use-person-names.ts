import { useRef } from 'react'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { shortName } from '#renderer/ui/person-initials.ts'
import { fullName } from '#shared/features/insured-persons/person.ts'

/** Short names of people for rows that carry only their ids. Whoever left the scope has no name here any more. */
export function usePersonNames(ids: readonly (string | null)[]): ReadonlyMap<string, string> {
  const wanted = [...new Set(ids.filter((id) => id !== null))].sort()
  // One more row must not take the names from the others while it is looked up.
  const last = useRef(NOBODY)
  const names = useDeskRead(
    ['insuredPerson'],
    async (reads) => {
      const persons = await Promise.all(wanted.map((id) => reads.person(id)))
      return new Map(persons.filter((it) => it !== null).map((it) => [it.id as string, shortName(fullName(it))]))
    },
    wanted.join(),
  )
  if (names !== undefined) last.current = names
  return last.current
}

const NOBODY: ReadonlyMap<string, string> = new Map()
