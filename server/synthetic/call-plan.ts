import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { Call } from '#shared/features/telephony/call.ts'
import type { LocalDate, WorkingCalendar } from '#shared/kernel/calendar.ts'
import { type CallId, newUuid, type UserId } from '#shared/kernel/ids.ts'
import { must } from '#shared/kernel/result.ts'
import type { PlannedAppeal } from './appeals.ts'
import { strangerNumber } from './calls.ts'
import { type Draws, lotteryOf } from './draws.ts'
import { drawWorkingMoment, workingDaysBefore } from './working-time.ts'

/** What a past call was about. */
export type CallStory =
  | { readonly story: 'appeal'; readonly appealIndex: number }
  | { readonly story: 'invitation'; readonly person: InsuredPerson; readonly ending: InvitationEnding }
  | { readonly story: 'passing'; readonly ending: 'missed' | 'declined' | 'wrongNumber' | 'cutOff' }

export type InvitationEnding = 'talked' | 'noAnswer' | 'busy' | 'answeringMachine' | 'wrongNumber'

/** A call with its place in time and the operator who had it. */
export interface CallSlot {
  readonly id: CallId
  readonly userId: UserId
  readonly source: Call['source']
  readonly offeredAt: number
  /** Seconds of talk. */
  readonly talk: number
  readonly number: string | null
  readonly about: CallStory
}

interface CallPlanInput {
  readonly draws: Draws
  readonly ids: Draws
  readonly count: number
  readonly appeals: readonly PlannedAppeal[]
  readonly personOf: (index: number) => InsuredPerson
  /** People to whom an invitation by telephone in the last weeks fits. */
  readonly invitees: readonly InsuredPerson[]
  readonly operators: readonly UserId[]
  readonly today: LocalDate
  readonly calendar: WorkingCalendar
}

/** Calls of the last three weeks are in the log; of the appeals only those of the last two have theirs. */
const LOG_DAYS = 21
const APPEAL_CALL_DAYS = 14
const APPEALS_AT_MOST = 0.6
const PASSING = 0.15

const ENDINGS = lotteryOf<InvitationEnding>([
  ['talked', 62],
  ['noAnswer', 22],
  ['busy', 7],
  ['answeringMachine', 6],
  ['wrongNumber', 3],
])
const PASSING_ENDINGS = lotteryOf([
  ['missed', 50],
  ['declined', 12],
  ['wrongNumber', 23],
  ['cutOff', 15],
] as const)
const SOURCES = lotteryOf([
  ['direct', 76],
  ['fundContactCentre', 20],
  ['dispatchService', 4],
] as const)

type Draft = Pick<CallSlot, 'offeredAt' | 'talk' | 'number' | 'about'>

/** Plans exactly `count` calls and gives each to an operator who is free at that moment. */
export function planCalls(input: CallPlanInput): CallSlot[] {
  const { draws, ids, count } = input
  const drafts = appealCalls(input)
  const days = workingDaysBefore(input.today, LOG_DAYS, input.calendar)
  const passing = Math.round((count - drafts.length) * PASSING)
  const people = [...input.invitees]
  while (drafts.length < count - passing && people.length > 0)
    drafts.push(invitation(draws, must(people.pop(), 'invitee'), drawWorkingMoment(draws, draws.pick(days))))
  while (drafts.length < count) drafts.push(passingCall(draws, drawWorkingMoment(draws, draws.pick(days))))

  drafts.sort((a, b) => a.offeredAt - b.offeredAt)
  const busyUntil = new Map<UserId, number>(input.operators.map((operator) => [operator, 0]))
  return drafts.map((draft) => {
    const free = input.operators.filter((operator) => (busyUntil.get(operator) ?? 0) < draft.offeredAt)
    const userId = draws.pick(free.length > 0 ? free : input.operators)
    // Talk, ringing, wrap-up and a breath.
    busyUntil.set(userId, draft.offeredAt + (draft.talk + 150) * 1000)
    const source = draft.about.story === 'invitation' ? 'direct' : SOURCES.draw(draws)
    return { ...draft, id: newUuid<CallId>(draft.offeredAt, ids.bytes), userId, source }
  })
}

function appealCalls({ draws, count, appeals, personOf, today }: CallPlanInput): Draft[] {
  const from = Date.parse(today) - APPEAL_CALL_DAYS * 86_400_000
  const linked = [...appeals.entries()].filter(
    ([, appeal]) => appeal.at >= from && appeal.channel === 'phone' && appeal.form === 'oral',
  )
  return linked.slice(-Math.floor(count * APPEALS_AT_MOST)).map(([appealIndex, appeal]) => {
    const talk = draws.between(70, 460)
    const phone = personOf(appeal.personIndex).phones.find((item) => item.valid)?.number
    return {
      // The appeal is registered shortly before the talk ends.
      offeredAt: appeal.at - (talk - draws.between(5, 40)) * 1000 - draws.between(3_000, 15_000),
      talk,
      number: draws.chance(0.03) ? null : (phone ?? strangerNumber(draws)),
      about: { story: 'appeal', appealIndex },
    }
  })
}

function invitation(draws: Draws, person: InsuredPerson, offeredAt: number): Draft {
  const ending = ENDINGS.draw(draws)
  const talk = {
    talked: draws.between(95, 330),
    answeringMachine: draws.between(6, 14),
    wrongNumber: draws.between(12, 35),
  }
  return {
    offeredAt,
    talk: ending === 'noAnswer' || ending === 'busy' ? 0 : talk[ending],
    number: person.phones.find((item) => item.valid)?.number ?? null,
    about: { story: 'invitation', person, ending },
  }
}

function passingCall(draws: Draws, offeredAt: number): Draft {
  const ending = PASSING_ENDINGS.draw(draws)
  const talk = { missed: 0, declined: 0, wrongNumber: draws.between(10, 30), cutOff: draws.between(5, 60) }
  return {
    offeredAt,
    talk: talk[ending],
    number: draws.chance(0.1) ? null : strangerNumber(draws),
    about: { story: 'passing', ending },
  }
}
