import type { Tx } from '#server/db/database.ts'
import type { RecordKinds } from '#server/db/record-kind.ts'
import { loadRecords } from '#server/db/record-store.ts'
import type { CommandRules } from '#server/sync/push.ts'
import type { Booking } from '#shared/features/clinics/booking.ts'
import type { Consent } from '#shared/features/insured-persons/consent.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { Informing } from '#shared/features/preventive-care/informing.ts'
import { claimId, isHeld, lateness, type WorkClaim } from '#shared/features/work-queues/claim.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import type { RecordChange } from '#shared/kernel/record.ts'

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

type Reaction = NonNullable<CommandRules['react']>

/** A recorded informing changes the person's record, which then travels to every desk of the clinic, and ends the own claim (rule LEASE1). */
export function reactToInforming(kinds: RecordKinds): Reaction {
  return async ({ tx, actor }, changes) => {
    const informings = dataOf<Informing>(changes, 'informing')
    const persons = await personsOf(tx, kinds, actor, informings)
    const moved = informings.flatMap((informing) =>
      withPrevention(persons, informing.personId, (prevention) => preventionAfterInforming(prevention, informing)),
    )
    const ended = await claimsOf(tx, kinds, actor, informings)
    const closed = informings.flatMap((informing) => {
      const claim = ended.get(informing.personId)
      if (claim === undefined || claim.userId !== actor.userId || claim.closedAt !== null) return []
      return [{ kind: 'workClaim', id: claim.id, data: { ...claim, closedAt: informing.at } }]
    })
    return [...moved, ...closed]
  }
}

/** Says of a result that it came in after the person was no longer kept for this representative; it is kept all the same (rule LEASE1). */
export function markLateness(kinds: RecordKinds): NonNullable<CommandRules['complete']> {
  return async ({ tx, actor, receivedAt }, changes) => {
    const claims = await claimsOf(tx, kinds, actor, dataOf<Informing>(changes, 'informing'))
    return changes.map((change) => {
      if (change.kind !== 'informing') return change
      const informing = change.data as Informing
      const late = lateness(claims.get(informing.personId), actor.userId, receivedAt)
      return late === null ? change : { ...change, data: { ...informing, late } }
    })
  }
}

/** A visit that was booked, or to which nobody came, is where the person stands now (REQUIREMENTS P6, P11). */
export function preventionAfterBooking(prevention: Prevention, booking: Booking): Prevention {
  const isCheckUp = booking.what === 'checkUp' || booking.what === 'preventiveExamination'
  const isBeforeStage1 = ['notInvited', 'invited', 'booked', 'refused', 'noShow'].includes(prevention.state)
  if (!isCheckUp || !isBeforeStage1 || prevention.stage1On !== null) return prevention
  if (Number(booking.bookedAt.slice(0, 4)) !== prevention.year) return prevention
  switch (booking.state) {
    case 'booked':
      return { ...prevention, state: 'booked', reason: null }
    case 'noShow':
      return { ...prevention, state: 'noShow', reason: booking.reason }
    case 'cancelled':
      return prevention.state === 'booked' ? { ...prevention, state: 'invited' } : prevention
    case 'requested':
    case 'came':
      return prevention
  }
}

export function reactToBooking(kinds: RecordKinds): Reaction {
  return async ({ tx, actor }, changes) => {
    const bookings = dataOf<Booking>(changes, 'booking')
    const persons = await personsOf(tx, kinds, actor, bookings)
    return bookings.flatMap((booking) =>
      withPrevention(persons, booking.personId, (prevention) => preventionAfterBooking(prevention, booking)),
    )
  }
}

/** Whoever takes back the consent to informing is no longer anybody's work, whoever holds the person. */
export function reactToWithdrawal(kinds: RecordKinds): Reaction {
  return async ({ tx, actor, receivedAt }, changes) => {
    const withdrawn = dataOf<Consent>(changes, 'consent').filter(({ kind }) => kind === 'informing')
    const claims = await claimsOf(tx, kinds, actor, withdrawn)
    return [...claims.values()]
      .filter((claim) => isHeld(claim, receivedAt))
      .map((claim) => ({ kind: 'workClaim', id: claim.id, data: { ...claim, closedAt: receivedAt } }))
  }
}

function dataOf<T>(changes: readonly RecordChange[], kind: string): T[] {
  return changes.filter((change) => change.kind === kind).map((change) => change.data as T)
}

type OfPerson = readonly { readonly personId: PersonId }[]

async function personsOf(tx: Tx, kinds: RecordKinds, actor: Actor, of: OfPerson) {
  const refs = of.map(({ personId }) => ({ kind: 'insuredPerson', id: personId }))
  const stored = await loadRecords(tx, kinds, actor.orgId, refs, true)
  return new Map([...stored.values()].map(({ id, data }) => [id, data as InsuredPerson | null]))
}

async function claimsOf(
  tx: Tx,
  kinds: RecordKinds,
  actor: Actor,
  of: OfPerson,
): Promise<ReadonlyMap<string, WorkClaim>> {
  const refs = of.map(({ personId }) => ({ kind: 'workClaim', id: claimId('informing', personId) }))
  const stored = await loadRecords(tx, kinds, actor.orgId, refs, true)
  const claims = [...stored.values()].flatMap(({ data }) => (data === null ? [] : [data as WorkClaim]))
  return new Map(claims.map((claim) => [claim.personId, claim]))
}

function withPrevention(
  persons: ReadonlyMap<string, InsuredPerson | null>,
  personId: string,
  change: (prevention: Prevention) => Prevention,
): RecordChange[] {
  const person = persons.get(personId)
  if (!person) return []
  const prevention = change(person.prevention)
  return prevention === person.prevention
    ? []
    : [{ kind: 'insuredPerson', id: person.id, data: { ...person, prevention } }]
}
