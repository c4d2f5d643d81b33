import { todayHere, wallClock } from '#renderer/i18n/today.ts'
import type { DeskReads } from '#renderer/sync/desk-data.ts'
import { type InsuredPerson, isPhoneInForce } from '#shared/features/insured-persons/person.ts'
import { asksNotToCall } from '#shared/features/insured-persons/reach.ts'
import type { Call } from '#shared/features/telephony/call.ts'
import {
  type DialDecision,
  type Dialled,
  type DialSurroundings,
  isTalk,
  mayDial,
} from '#shared/features/telephony/outbound/may-dial.ts'
import { type NextToDial, nextToDial } from '#shared/features/telephony/outbound/next-to-dial.ts'
import type { WorkClaim } from '#shared/features/work-queues/claim.ts'
import { isWorkingDay } from '#shared/kernel/calendar.ts'
import type { PersonId, UserId } from '#shared/kernel/ids.ts'
import { callingRulesAt, phoneZonesAt } from '../call-backs/calling-rules.ts'
import { readDueFacts } from '../clinic/due-facts.ts'
import { CALENDAR } from '../clinic/reference.ts'
import type { DialRunState } from './dial-run.ts'

/** Somebody whom this representative holds, with what dialling depends on. */
export interface HeldPerson {
  readonly person: InsuredPerson
  readonly dialled: Dialled
  /** They talked since the person was taken, and what was answered is not written down yet. */
  readonly needsAnswer: boolean
}

/** Rules, zones and days off of the organisation at an instant. */
export function surroundingsAt(nowMs: number): DialSurroundings {
  return {
    rules: callingRulesAt(nowMs),
    zones: phoneZonesAt(nowMs),
    organisationMinutes: Math.round((wallClock(nowMs).getTime() - nowMs) / 60_000),
    isDayOff: (day) => !isWorkingDay(day, CALENDAR),
  }
}

/** People held now, in the order in which they were taken; from the store of the desk alone. */
export async function readHeld(reads: DeskReads, me: UserId, nowMs: number): Promise<readonly HeldPerson[]> {
  const { mine } = await readDueFacts(reads, me, nowMs)
  const ids = new Set<string>(mine.map(({ personId }) => personId))
  const [persons, calls] = await Promise.all([
    Promise.all(mine.map(({ personId }) => reads.person(personId))),
    reads.records('call', (call) => call.direction === 'out' && call.personId !== null && ids.has(call.personId)),
  ])
  return mine.flatMap((claim, index) => {
    const person = persons[index]
    return person == null
      ? []
      : [
          heldPerson(
            person,
            claim,
            calls.map(({ data }) => data).filter((call) => call.personId === person.id),
            nowMs,
          ),
        ]
  })
}

function heldPerson(person: InsuredPerson, claim: WorkClaim, calls: readonly Call[], nowMs: number): HeldPerson {
  const today = todayHere(nowMs)
  const attempts = calls.map(({ remoteNumber, ...call }) => ({ ...call, number: remoteNumber }))
  return {
    person,
    needsAnswer: attempts.some((it) => it.offeredAt >= claim.from && isTalk(it)),
    dialled: {
      phones: person.phones.filter((phone) => isPhoneInForce(phone, today)),
      asksNotToCall: asksNotToCall(person),
      isConsentWithdrawn: person.consents.informing === 'withdrawn',
      attempts,
    },
  }
}

/** Who comes after the person on the screen: skipped ones wait until all others had their turn. */
export function nextOf(
  held: readonly HeldPerson[],
  run: Pick<DialRunState, 'skipped' | 'shown'>,
  nowMs: number,
): NextToDial<HeldPerson> {
  const skipped = new Set<PersonId>(run.skipped.map(({ personId }) => personId))
  const others = held.filter(({ person, needsAnswer }) => person.id !== run.shown?.personId && !needsAnswer)
  const ordered = [
    ...others.filter(({ person }) => !skipped.has(person.id)),
    ...run.skipped.flatMap(({ personId }) => others.filter(({ person }) => person.id === personId)),
  ]
  return nextToDial(ordered, surroundingsAt(nowMs), nowMs)
}

export function decisionFor(held: HeldPerson, nowMs: number): DialDecision {
  return mayDial(held.dialled, surroundingsAt(nowMs), nowMs)
}
