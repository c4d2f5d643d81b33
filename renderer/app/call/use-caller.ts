import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import type { Contact } from '#shared/features/insured-persons/contact.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { Caller } from './call-sheet.ts'

/** The records behind a caller. */
export interface CallerRecords {
  readonly persons: readonly InsuredPerson[]
  readonly contact: Contact | null
}

/** Reads who calls from the local store; undefined until it has answered. */
export function useCaller(caller: Caller): CallerRecords | undefined {
  const ids = caller.kind === 'person' ? [caller.personId] : caller.kind === 'several' ? caller.personIds : []
  const contactId = caller.kind === 'contact' ? caller.contactId : null
  return useDeskRead(
    ['insuredPerson', 'contact'],
    async (reads): Promise<CallerRecords> => {
      const persons = await Promise.all(ids.map((id) => reads.person(id)))
      const contact = contactId === null ? null : await reads.record('contact', contactId)
      return { persons: persons.filter((it) => it !== null), contact: contact?.data ?? null }
    },
    `${ids.join()}/${contactId ?? ''}`,
  )
}
