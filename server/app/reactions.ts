import type { RecordKinds } from '#server/db/record-kind.ts'
import { loadRecords } from '#server/db/record-store.ts'
import type { CommandSite } from '#server/sync/push.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { Informing } from '#shared/features/preventive-care/informing.ts'
import { type RecordChange, recordKey } from '#shared/kernel/record.ts'

type Prevention = InsuredPerson['prevention']

/** Invitations and reminders to stage 1 and to the preventive examination, then to stage 2 (DOMAIN §5). */
const FIRST_STAGE = ['101', '102', '201', '202']
const SECOND_STAGE = ['103', '104']

/**
 * Where a person stands after having been told about preventive care (REQUIREMENTS P6). What a clinic reports is never overwritten by
 * what a person says: someone who says she has passed stays due until the clinic's data come.
 */
export function preventionAfterInforming(prevention: Prevention, informing: Informing): Prevention {
  if (Number(informing.at.slice(0, 4)) !== prevention.year) return prevention
  if (SECOND_STAGE.includes(informing.stage))
    return prevention.state === 'sentToStage2' && informing.result === 'refused'
      ? { ...prevention, state: 'refused', reason: informing.reason }
      : prevention
  const isBeforeStage1 = ['notInvited', 'invited', 'booked', 'refused', 'noShow'].includes(prevention.state)
  if (!FIRST_STAGE.includes(informing.stage) || !isBeforeStage1 || prevention.stage1On !== null) return prevention
  switch (informing.result) {
    case 'booked':
      return { ...prevention, state: 'booked', reason: null }
    case 'agreed':
    case 'willThink':
      return prevention.state === 'booked' ? prevention : { ...prevention, state: 'invited', reason: null }
    case 'refused':
      return { ...prevention, state: 'refused', reason: informing.reason }
    default:
      return prevention
  }
}

/** A recorded informing changes the person's record, which then travels to every desk of the clinic. */
export function reactToInforming(kinds: RecordKinds) {
  return async ({ tx, actor }: CommandSite, changes: readonly RecordChange[]): Promise<readonly RecordChange[]> => {
    const informings = changes.filter((change) => change.kind === 'informing').map((change) => change.data as Informing)
    const refs = informings.map((informing) => ({ kind: 'insuredPerson', id: informing.personId as string }))
    const persons = await loadRecords(tx, kinds, actor.orgId, refs, true)
    return informings.flatMap((informing) => {
      const ref = { kind: 'insuredPerson', id: informing.personId as string }
      const person = persons.get(recordKey(ref))?.data as InsuredPerson | null | undefined
      if (!person) return []
      const prevention = preventionAfterInforming(person.prevention, informing)
      return prevention === person.prevention ? [] : [{ ...ref, data: { ...person, prevention } }]
    })
  }
}
