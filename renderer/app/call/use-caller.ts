import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import type { Contact } from '#shared/features/insured-persons/contact.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { Caller } from './call-sheet.ts'

/** The records behind a caller; empty while they are read. */
export interface CallerRecords {
  readonly persons: readonly InsuredPerson[]
  readonly contact: Contact | null
}

const NOBODY: CallerRecords = { persons: [], contact: null }

/** Reads who calls from the local store. */
export function useCaller(caller: Caller): CallerRecords {
  const ids = caller.kind === 'person' ? [caller.personId] : caller.kind === 'several' ? caller.personIds : []
  const contactId = caller.kind === 'contact' ? caller.contactId : null
  const records = useDeskRead(
    ['insuredPerson', 'contact'],
    async (reads): Promise<CallerRecords> => {
      const persons = await Promise.all(ids.map((id) => reads.person(id)))
      const contact = contactId === null ? null : await reads.record('contact', contactId)
      return { persons: persons.filter((it) => it !== null), contact: contact?.data ?? null }
    },
    `${ids.join()}/${contactId ?? ''}`,
  )
  return records ?? NOBODY
}
