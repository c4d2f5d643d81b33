import { todayHere } from '#renderer/i18n/today.ts'
import type { DeskReads } from '#renderer/sync/desk-data.ts'
import type { Booking } from '#shared/features/clinics/booking.ts'
import { attemptFacts } from '#shared/features/preventive-care/attempts.ts'
import type { Informing } from '#shared/features/preventive-care/informing.ts'
import type { PersonFacts } from '#shared/features/preventive-care/standing.ts'
import { isHeld, type WorkClaim } from '#shared/features/work-queues/claim.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import type { UserId } from '#shared/kernel/ids.ts'
import { informingPlanOn } from './reference.ts'

/** What the list needs besides the persons: talks, visits and claims, joined out of their slices. */
export interface DueFacts {
  readonly ofPersons: ReadonlyMap<string, PersonFacts>
  /** Held by this representative now, in the order in which they were taken. */
  readonly mine: readonly WorkClaim[]
  /** People of this desk's clinics who were told today, by anybody: they count against the clinic's places. */
  readonly toldToday: number
}

/** Results with which a person was in fact told something. */
const TOLD = new Set<Informing['result']>(['agreed', 'booked', 'willThink', 'refused'])

export async function readDueFacts(reads: DeskReads, me: UserId, nowMs: number): Promise<DueFacts> {
  const today = todayHere(nowMs)
  const dayOf = (instant: string): string => todayHere(Date.parse(instant))
  const [informings, bookings, claims] = await Promise.all([
    reads.records('informing'),
    reads.records('booking'),
    reads.records('workClaim'),
  ])
  const talks = informings.map(({ data }) => data)
  const attempts = attemptFacts(talks, today, informingPlanOn(today), dayOf)
  const visits = newestVisits(
    bookings.map(({ data }) => data),
    today.slice(0, 4),
  )
  const held = claims
    .map(({ data }) => data)
    // Whom somebody else surveys is not called meanwhile; the own survey calls stand in their own list.
    .filter((claim) => claim.queue === 'informing' || claim.userId !== me)
    .filter((claim) => isHeld(claim, toInstant(nowMs)) && !isDone(claim, talks))
  const ofPersons = new Map<string, PersonFacts>()
  const add = (personId: string, facts: PersonFacts): void => {
    ofPersons.set(personId, { ...ofPersons.get(personId), ...facts })
  }
  for (const [personId, facts] of attempts) add(personId, { attempts: facts })
  for (const [personId, visit] of visits) add(personId, { visit })
  for (const claim of held) add(claim.personId, { holder: claim.userId === me ? 'me' : 'other' })
  return {
    ofPersons,
    mine: held.filter((claim) => claim.userId === me).sort((a, b) => (a.from < b.from ? -1 : 1)),
    toldToday: talks.filter((it) => TOLD.has(it.result) && dayOf(it.at) === today).length,
  }
}

/** The holder has recorded a result that waits to be sent: the claim is over here before the server says so. */
function isDone(claim: WorkClaim, talks: readonly Informing[]): boolean {
  return talks.some((it) => it.personId === claim.personId && it.userId === claim.userId && it.at >= claim.from)
}

function newestVisits(bookings: readonly Booking[], year: string): Map<string, NonNullable<PersonFacts['visit']>> {
  const visits = new Map<string, NonNullable<PersonFacts['visit']>>()
  for (const booking of [...bookings].sort((a, b) => (a.bookedAt < b.bookedAt ? -1 : 1))) {
    if (booking.what === 'examination' || booking.what === 'homeVisit' || !booking.bookedAt.startsWith(year)) continue
    if (booking.state === 'cancelled') visits.delete(booking.personId)
    else visits.set(booking.personId, { state: booking.state, on: booking.place?.on ?? null })
  }
  return visits
}
