import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { Informing } from '#shared/features/preventive-care/informing.ts'
import { addDays, type LocalDate, type WorkingCalendar } from '#shared/kernel/calendar.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { type CallId, type InformingId, newUuid, type PersonId, type UserId } from '#shared/kernel/ids.ts'
import { type Draws, lotteryOf } from './draws.ts'
import { DAY_MS } from './frame.ts'
import type { MadePerson } from './person-maker.ts'
import { drawWorkingMoment, workingDaysBefore } from './working-time.ts'

/** How far back invitations are kept one by one. Older ones speak through the state of the person. */
const WINDOW_DAYS = 60
/** Share of the invitations of that window that were made by telephone or at the post. */
const PERSONAL_SHARE = 0.35
/** Attempts without answer before a supported person counts as not reached. */
const ATTEMPTS = 3

const AFTER_INVITATION = lotteryOf([
  ['agreed', 45],
  ['willThink', 30],
  ['notReached', 25],
] as const)

export interface InformingMaker {
  /** Attempts to reach a person about preventive care within the last weeks, or after discharge within the year. */
  make(made: MadePerson): Informing[]
}

type Result = Informing['result']

interface InformingInput {
  readonly draws: Draws
  readonly ids: Draws
  readonly today: LocalDate
  readonly calendar: WorkingCalendar
  readonly staff: { readonly L1: readonly UserId[]; readonly L2: readonly UserId[]; readonly L3: readonly UserId[] }
}

export function informingMakerOf({ draws, ids, today, calendar, staff }: InformingInput): InformingMaker {
  const days = workingDaysBefore(today, 365, calendar)

  /** A moment on the last working day not after `day`; null before the year of the story. */
  function momentBefore(day: LocalDate): number | null {
    const last = days.findLast((item) => item <= day)
    return last === undefined ? null : drawWorkingMoment(draws, last)
  }

  function entry(
    personId: PersonId,
    at: number,
    what: Pick<Informing, 'way' | 'stage' | 'result'> & { by: UserId; reason?: number | null },
  ): Informing {
    return informingOf({
      id: newUuid<InformingId>(at, ids.bytes),
      personId,
      way: what.way,
      stage: what.stage,
      result: what.result,
      reason: what.reason ?? null,
      repeatInDays: what.result === 'willThink' ? draws.pick([3, 7, 14]) : null,
      callId: null,
      userId: what.by,
      at,
    })
  }

  function afterDischarge(made: MadePerson): Informing[] {
    const contact = made.support?.contact ?? null
    if (contact === null) return []
    const result: Result = contact === 'booked' ? 'booked' : contact === 'reached' ? 'agreed' : 'notReached'
    const first = draws.between(0, days.length - 1)
    const by = draws.pick(staff.L3)
    return Array.from({ length: contact === 'notReached' ? ATTEMPTS : 1 }, (_, attempt) => {
      const day = days[Math.min(days.length - 1, first + attempt * 2)] ?? today
      return entry(made.person.id, drawWorkingMoment(draws, day), { way: '03', stage: '302', result, by })
    })
  }

  function invitations(made: MadePerson): Informing[] {
    const { person, visitOn } = made
    const { due, state, reason } = person.prevention
    if (visitOn === null || due === 'none' || state === 'notInvited' || !draws.chance(PERSONAL_SHARE)) return []
    if (visitOn < addDays(today, -WINDOW_DAYS)) return []
    const lead = draws.between(4, 25)
    const day = visitOn < today ? addDays(visitOn, -lead) : addDays(today, -1 - (lead % 15))
    const at = momentBefore(day)
    if (at === null) return []
    const atPost = draws.chance(0.25)
    const result = resultFor(state, draws)
    const list = [
      entry(person.id, at, {
        way: atPost ? '11' : '03',
        stage: due === 'checkUp' ? '101' : '201',
        result,
        by: draws.pick(atPost ? staff.L2 : staff.L1),
        reason: result === 'refused' ? reason : null,
      }),
    ]
    const askedAt = state === 'noShow' && reason !== null ? momentBefore(addDays(visitOn, draws.between(2, 12))) : null
    if (askedAt !== null && askedAt > at)
      list.push(
        entry(person.id, askedAt, {
          way: '21',
          stage: due === 'checkUp' ? '121' : '221',
          result: 'willThink',
          by: draws.pick(staff.L1),
          reason,
        }),
      )
    return list
  }

  return { make: (made) => [...afterDischarge(made), ...invitations(made)] }
}

function resultFor(state: InsuredPerson['prevention']['state'], draws: Draws): Result {
  if (state === 'booked') return 'booked'
  if (state === 'refused') return 'refused'
  if (state === 'noShow' || state === 'invited') return AFTER_INVITATION.draw(draws)
  return draws.chance(0.55) ? 'booked' : 'agreed'
}

export interface InformingFacts {
  readonly id: InformingId
  readonly personId: PersonId
  readonly way: Informing['way']
  readonly stage: Informing['stage']
  readonly result: Result
  readonly reason: number | null
  readonly repeatInDays: number | null
  readonly callId: CallId | null
  readonly userId: UserId
  readonly at: number
}

export function informingOf(facts: InformingFacts): Informing {
  const { repeatInDays, at, ...rest } = facts
  const repeatOn = repeatInDays === null ? null : new Date(at + repeatInDays * DAY_MS).toISOString().slice(0, 10)
  return { ...rest, repeatOn, note: '', at: toInstant(at) }
}
