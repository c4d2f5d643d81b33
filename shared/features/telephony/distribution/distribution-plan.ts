import { z } from 'zod'
import { isWorkingDay, type LocalDate, localDate, type WorkingCalendar } from '../../../kernel/calendar.ts'
import type { callSource } from '../call.ts'

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** Digits that the exchange can dial: an extension or a number. */
const dialled = z.string().regex(/^\+?\d{2,15}$/)
const level = z.union([z.literal(1), z.literal(2), z.literal(3)])
const seconds = z.number().int().min(0).max(86_400)

export const queuePlan = z.object({
  code: z.string().regex(/^[a-zA-Z]{1,30}$/),
  /** What people call it; without one the code stands for it. */
  title: z.string().min(1).max(60).optional(),
  /** Called numbers that lead to this queue. */
  numbers: z.array(dialled).min(1),
  /** Level of representatives that is asked first. */
  level,
  skills: z.array(z.string().max(40)),
  /** ISO 639-1. */
  language: z.string().length(2),
  /** How long one desk is rung. */
  ringSeconds: z.number().int().min(5).max(120),
  /** Desks answer its calls by themselves, after a tone; left out: people do. */
  autoAnswer: z.boolean().optional(),
  /** Further levels that may be asked once a call has waited so long. */
  widen: z.array(z.object({ afterSeconds: seconds, level })),
  /** Skills are insisted on for so long; afterwards anybody of the level who speaks the language will do. */
  skillsForSeconds: seconds,
  waitingMax: z.number().int().min(1),
  waitMaxSeconds: seconds,
  /** Where a call goes that finds the queue full or has waited too long; null: it is refused. */
  overflowNumber: dialled.nullable(),
  /** The voice that offers to be called back, after so many seconds of waiting; null: nobody is offered it. */
  callBack: z.object({ afterSeconds: seconds, number: dialled }).nullable(),
})
export type QueuePlan = Readonly<z.infer<typeof queuePlan>>

const forwardedPlan = z.object({
  /** Numbers in Diversion (RFC 5806) that tell this source where the trunk names none. */
  numbers: z.array(z.string()),
  /** `refuse`: out of hours the call stays with whoever forwarded it; `accept`: it is treated as a direct one. */
  outsideHours: z.enum(['refuse', 'accept']),
})

/** How calls to the service numbers are given out, as dated reference data (`assets/reference/call-distribution.ru.json`). */
export const distributionPlan = z.object({
  id: z.string(),
  validFrom: localDate,
  validTo: localDate.nullable(),
  source: z.string(),
  /** Hours on working days by the working calendar; a weekday that is not named is closed. 1 is Monday. */
  hours: z.array(z.object({ weekday: z.number().int().min(1).max(7), from: timeOfDay, to: timeOfDay })),
  /** Electronic secretary; null: calls out of hours are refused. */
  closedNumber: dialled.nullable(),
  queues: z.array(queuePlan).min(1),
  /** Abilities beyond the level that queues may ask for, with their names for people. */
  skills: z.array(z.object({ code: z.string().max(40), title: z.string().max(80) })).default([]),
  /** Languages (ISO 639-1) in which somebody may talk with callers. */
  languages: z.array(z.string().length(2)).default(['ru']),
  /** Marks of a person that come first, in this order, before those without. */
  groups: z.array(z.string().max(40)),
  lastRepresentative: z.object({ withinDays: z.number().int().min(0), waitSeconds: seconds }),
  /** Who let a call pass is not asked for the same call again for so long. */
  offerAgainAfterSeconds: seconds,
  forwarded: z.object({ fundContactCentre: forwardedPlan, dispatchService: forwardedPlan }),
})
export type DistributionPlan = Readonly<z.infer<typeof distributionPlan>>

export const distributionPlans = z.array(distributionPlan).min(1)

export type CallSource = z.infer<typeof callSource>

/** The plan in force on a day, undefined when none covers it. */
export function distributionPlanOn(day: LocalDate, plans: readonly DistributionPlan[]): DistributionPlan | undefined {
  return plans.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day <= validTo))
}

/** Queue that a called number leads to; undefined for a number that is none. */
export function queueOf(plan: DistributionPlan, called: string): QueuePlan | undefined {
  return plan.queues.find(({ numbers }) => numbers.includes(called))
}

/** Service numbers whose calls desks answer by themselves. [DIST12] */
export function autoAnsweredNumbers(plan: DistributionPlan | undefined): readonly string[] {
  return plan?.queues.flatMap(({ autoAnswer, numbers }) => (autoAnswer === true ? numbers : [])) ?? []
}

/** The moment on the organisation's clock. */
export interface LocalMoment {
  readonly day: LocalDate
  /** `HH:MM`. */
  readonly time: string
}

/** The organisation's day and time of an instant; `offsetMinutes` is minutes east of UTC. */
export function localMomentOf(instantMs: number, offsetMinutes: number): LocalMoment {
  const text = new Date(instantMs + offsetMinutes * 60_000).toISOString()
  return { day: text.slice(0, 10), time: text.slice(11, 16) }
}

/** Whether representatives take calls at this moment: a working day by the calendar, within its hours (the last minute is not). [DIST1] */
export function isOpen(plan: DistributionPlan, calendar: WorkingCalendar, { day, time }: LocalMoment): boolean {
  if (!isWorkingDay(day, calendar)) return false
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7
  // A Saturday made working by decree has the hours of a Friday: the decree moves a day, not its hours.
  const asWeekday = weekday > 5 ? 5 : weekday
  return plan.hours.some((hours) => hours.weekday === asWeekday && hours.from <= time && time < hours.to)
}

/** Where a call came from (REQUIREMENTS C3): what the trunk says, otherwise the number that forwarded it. [DIST2] */
export function sourceOf(plan: DistributionPlan, told: string, divertedFrom: string): CallSource {
  if (told === 'fund') return 'fundContactCentre'
  if (told === 'dispatch') return 'dispatchService'
  if (divertedFrom === '') return 'direct'
  const { fundContactCentre, dispatchService } = plan.forwarded
  if (fundContactCentre.numbers.includes(divertedFrom)) return 'fundContactCentre'
  return dispatchService.numbers.includes(divertedFrom) ? 'dispatchService' : 'direct'
}
