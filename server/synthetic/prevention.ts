import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { addDays, type LocalDate } from '#shared/kernel/calendar.ts'
import type { NotComingReason } from './content.ts'
import { type Draws, type Lottery, lotteryOf } from './draws.ts'
import { DAY_MS } from './frame.ts'
import { PREVENTION } from './shares.ts'

type Prevention = InsuredPerson['prevention']

export interface PreventionCase {
  readonly due: Prevention['due']
  readonly today: LocalDate
  /** False for people who moved, died or changed the insurer: nobody invites them. */
  readonly isAttached: boolean
  /** The programme has seen to it that this person has passed. */
  readonly hasPassed: boolean
  readonly canBePregnant: boolean
  readonly reasons: Lottery<number>
}

const PREGNANCY = 15
/** Weights of the reasons for not coming, by code (DOMAIN §6): made up, personal reasons first, then the clinic's queues and hours. */
// biome-ignore format: pairs of code and weight read better in rows
const REASON_WEIGHTS: Readonly<Record<number, number>> = {
  1: 18, 2: 8, 3: 5, 4: 5, 5: 14, 6: 7, 7: 3, 8: 6, 9: 3, 10: 1, 11: 7, 12: 1, 13: 0.5, 14: 4, 15: 2, 16: 7, 17: 2, 18: 2, 19: 8, 20: 3,
}

export function reasonLottery(reasons: readonly NotComingReason[]): Lottery<number> {
  return lotteryOf(reasons.map((reason) => [reason.code, REASON_WEIGHTS[reason.code] ?? 1] as const))
}

/** Where a person stands on the day of the story, and the day on which the invitation was to be followed. */
export interface PreventionCourse {
  readonly prevention: Prevention
  /** Day of the visit, of the refusal or of the visit that did not happen; null when nothing is due. */
  readonly visitOn: LocalDate | null
}

/**
 * The course of the year: planned evenly by quarters; of those to whom something is due 55 % pass stage 1, 6 % refuse, the rest do not
 * come. What lies after the day of the story has not happened yet: such people are booked, invited or still to be invited.
 */
export function drawPrevention(draws: Draws, item: PreventionCase): PreventionCourse {
  const year = Number(item.today.slice(0, 4))
  const nothing = { year, due: item.due, quarter: null, stage1On: null, stage2On: null, reason: null }
  if (item.due === 'none') return { prevention: { ...nothing, state: 'notInvited' }, visitOn: null }
  const quarter = draws.between(1, 4)
  const visitOn = drawVisit(draws, year, quarter, item)
  const fate = draws.unit()
  const second = draws.unit()
  const detail = draws.unit()
  const reason = drawReason(draws, item)
  const planned = { ...nothing, quarter }
  if (!item.isAttached) return { prevention: { ...planned, state: 'notInvited' }, visitOn: null }
  const passes = item.hasPassed || fate < PREVENTION.passed
  const ahead = (Date.parse(visitOn) - Date.parse(item.today)) / DAY_MS
  if (ahead >= 0) {
    const isBooked = passes && ahead <= 21 && detail < 0.6
    const state = isBooked ? 'booked' : ahead <= 45 ? 'invited' : 'notInvited'
    return { prevention: { ...planned, state }, visitOn }
  }
  if (!passes) {
    const refused = fate < PREVENTION.passed + PREVENTION.refused
    const isAsked = refused || detail < 0.35
    const state = refused ? 'refused' : 'noShow'
    return { prevention: { ...planned, state, reason: isAsked ? reason : null }, visitOn }
  }
  // A second stage follows a check-up only; the preventive examination has one.
  if (item.due !== 'checkUp' || second >= PREVENTION.toStage2)
    return { prevention: { ...planned, state: 'stage1Done', stage1On: visitOn }, visitOn }
  const stage2On = drawStage2(draws, visitOn)
  const isDone = stage2On !== null && stage2On < item.today
  return {
    prevention: {
      ...planned,
      state: isDone ? 'stage2Done' : 'sentToStage2',
      stage1On: visitOn,
      stage2On: isDone ? stage2On : null,
    },
    visitOn,
  }
}

function drawVisit(draws: Draws, year: number, quarter: number, item: PreventionCase): LocalDate {
  const from = Date.UTC(year, (quarter - 1) * 3, 1) / DAY_MS
  const to = Date.UTC(year, quarter * 3, 1) / DAY_MS - 1
  const today = Date.parse(item.today) / DAY_MS
  const day = draws.between(from, to)
  if (!item.hasPassed || day < today) return dayText(day)
  const first = Date.UTC(year, 0, 1) / DAY_MS
  return dayText(Math.max(first, today - 1 - (day % Math.max(1, today - first))))
}

function dayText(day: number): LocalDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

function drawStage2(draws: Draws, stage1On: LocalDate): LocalDate | null {
  const at = draws.unit()
  if (at < PREVENTION.stage2In30Days) return addDays(stage1On, draws.between(4, 30))
  return at < PREVENTION.stage2In90Days ? addDays(stage1On, draws.between(31, 90)) : null
}

function drawReason(draws: Draws, item: PreventionCase): number {
  const reason = item.reasons.draw(draws)
  return reason === PREGNANCY && !item.canBePregnant ? 5 : reason
}
