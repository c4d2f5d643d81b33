import { useMemo } from 'react'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import type { Contact } from '#shared/features/insured-persons/contact.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { useFound } from './call-flow-context.ts'
import type { Caller, CallSheet } from './call-sheet.ts'

/** The records behind a caller. */
export interface CallerRecords {
  readonly persons: readonly InsuredPerson[]
  readonly contact: Contact | null
}

/**
 * Reads who calls from the local store. Until it has answered, those are shown whom the look-up of the number brought; undefined
 * when there is neither.
 */
export function useCaller({ callId, caller }: CallSheet): CallerRecords | undefined {
  const found = useFound(callId)
  const ids = personIdsOf(caller)
  const contactId = caller.kind === 'contact' ? caller.contactId : null
  const read = useDeskRead(
    ['insuredPerson', 'contact'],
    async (reads): Promise<CallerRecords> => {
      const persons = await Promise.all(ids.map((id) => reads.person(id)))
      const contact = contactId === null ? null : await reads.record('contact', contactId)
      return { persons: persons.filter((it) => it !== null), contact: contact?.data ?? null }
    },
    `${ids.join()}/${contactId ?? ''}`,
  )
  return useMemo(() => read ?? recordsAmong(found, caller), [read, found, caller])
}

function personIdsOf(caller: Caller): readonly PersonId[] {
  return caller.kind === 'person' ? [caller.personId] : caller.kind === 'several' ? caller.personIds : []
}

function recordsAmong(found: readonly InsuredPerson[], caller: Caller): CallerRecords | undefined {
  const ids = personIdsOf(caller)
  const persons = ids.flatMap((id) => found.find((person) => person.id === id) ?? [])
  return ids.length > 0 && persons.length === ids.length ? { persons, contact: null } : undefined
}
