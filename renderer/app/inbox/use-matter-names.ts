import type { WaitingItem } from '#renderer/sync/desk-data.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { shortName } from '#renderer/ui/person-initials.ts'
import { fullName } from '#shared/features/insured-persons/person.ts'
import { appealId } from '#shared/kernel/ids.ts'
import { describeCommand, personIdOf } from './describe-command.ts'

type Matter = Pick<WaitingItem, 'commandId' | 'name' | 'args'>

/** What commands are about, by their id: a number of their own, the person, or the registration number of the case. */
export function useMatterNames(items: readonly Matter[]): ReadonlyMap<string, string> {
  return (
    useDeskRead(
      ['insuredPerson', 'appeal'],
      async (reads) => {
        const nameOf = async (item: Matter): Promise<string> => {
          const { about } = describeCommand(item)
          if (about !== '') return about
          const person = personIdOf(item.args)
          if (person !== null) {
            const found = await reads.person(person)
            return found === null ? '' : shortName(fullName(found))
          }
          const { id, callId } = (item.args ?? {}) as { readonly id?: unknown; readonly callId?: unknown }
          const theCase = callId === undefined && item.name.startsWith('complaints.') ? appealId.safeParse(id) : null
          return theCase?.success ? ((await reads.record('appeal', theCase.data))?.data.number ?? '') : ''
        }
        return new Map(await Promise.all(items.map(async (item) => [item.commandId, await nameOf(item)] as const)))
      },
      items.map(({ commandId }) => commandId).join(),
    ) ?? NOTHING
  )
}

const NOTHING: ReadonlyMap<string, string> = new Map()
