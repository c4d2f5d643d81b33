import { z } from 'zod'
import { ageReachedIn, type LocalDate, localDate } from '../../kernel/calendar.ts'

const adultAge = z.number().int().min(18).max(130)

/** When a rule set calls for one kind of preventive care. Ages are those reached in the calendar year. */
export const careSchedule = z.object({
  /** Ages named one by one. */
  ages: z.array(adultAge),
  /** Every year from this age on; null = never every year. */
  yearlyFrom: adultAge.nullable(),
  /** Every `years` years counted from age `from`; null = no such cycle. */
  cycle: z.object({ from: adultAge, years: z.number().int().min(2) }).nullable(),
})

/** One act in force for some time. The codes of `yearlyGrounds` are those of the priority grounds in the reference data. */
export const preventiveCareRule = z.object({
  id: z.string(),
  validFrom: localDate,
  validTo: localDate.nullable(),
  source: z.string(),
  /** диспансеризация */
  checkUp: careSchedule,
  /** Grounds by which the check-up is due every year at any age (veterans, survivors of the blockade, disabled people). */
  yearlyGrounds: z.array(z.string()),
  /** профилактический медицинский осмотр, for those to whom no check-up is due */
  preventiveExamination: careSchedule,
})
export type PreventiveCareRule = Readonly<z.infer<typeof preventiveCareRule>>

/** Dated rule sets as reference data: a new order is a new row, never an edit of the code. */
export const preventiveCareRules = z.array(preventiveCareRule)
export type PreventiveCareRules = readonly PreventiveCareRule[]

/** What eligibility depends on. */
export interface DueQuestion {
  readonly birthDate: LocalDate
  readonly sex: 'male' | 'female'
  /** Marks of the person; a priority right without a named ground counts as a yearly ground. */
  readonly marks: readonly string[]
  readonly priorityGround?: string | null
}

/** `key` is a message key of the slice's catalogue, `args` fill it. */
export interface DueReason {
  readonly key:
    | 'preventiveCare.why.noRule'
    | 'preventiveCare.why.notAdult'
    | 'preventiveCare.why.yearlyGround'
    | 'preventiveCare.why.yearlyFrom'
    | 'preventiveCare.why.listedAge'
    | 'preventiveCare.why.cycle'
    | 'preventiveCare.why.notThisYear'
  readonly args: Readonly<Record<string, string | number>>
}

export interface DueAnswer {
  readonly due: 'checkUp' | 'preventiveExamination' | 'none'
  readonly why: DueReason
  /** Rule set that decided; null when none is known for the year. */
  readonly ruleId: string | null
}

/**
 * The rule set that decides about a whole calendar year: the one in force on 31 December. A set that began within the year entitles
 * people from that day on, so by the end of the year they are due; a set that ended within it has stopped deciding.
 */
export function ruleOfYear(year: number, rules: PreventiveCareRules): PreventiveCareRule | null {
  const day = `${year}-12-31`
  return rules.find((rule) => rule.validFrom <= day && (rule.validTo === null || rule.validTo >= day)) ?? null
}

/** What is due to a person in a calendar year and why, by the dated rules (REQUIREMENTS P1, C6; DOMAIN §4). */
export function dueFor(person: DueQuestion, year: number, rules: PreventiveCareRules): DueAnswer {
  const age = ageReachedIn(year, person.birthDate)
  const rule = ruleOfYear(year, rules)
  if (rule === null) return { due: 'none', why: { key: 'preventiveCare.why.noRule', args: { year } }, ruleId: null }
  const answer = (due: DueAnswer['due'], why: DueReason): DueAnswer => ({ due, why, ruleId: rule.id })
  if (age < 18) return answer('none', { key: 'preventiveCare.why.notAdult', args: { age } })
  if (hasYearlyGround(person, rule)) return answer('checkUp', { key: 'preventiveCare.why.yearlyGround', args: { age } })
  const checkUp = scheduledBy(rule.checkUp, age)
  if (checkUp !== null) return answer('checkUp', checkUp)
  const examination = scheduledBy(rule.preventiveExamination, age)
  if (examination !== null) return answer('preventiveExamination', examination)
  return answer('none', { key: 'preventiveCare.why.notThisYear', args: { age } })
}

function hasYearlyGround(person: DueQuestion, rule: PreventiveCareRule): boolean {
  if (!person.marks.includes('priorityRight')) return false
  const ground = person.priorityGround ?? null
  return ground === null ? rule.yearlyGrounds.length > 0 : rule.yearlyGrounds.includes(ground)
}

function scheduledBy(schedule: PreventiveCareRule['checkUp'], age: number): DueReason | null {
  if (schedule.yearlyFrom !== null && age >= schedule.yearlyFrom)
    return { key: 'preventiveCare.why.yearlyFrom', args: { age, from: schedule.yearlyFrom } }
  if (schedule.ages.includes(age)) return { key: 'preventiveCare.why.listedAge', args: { age } }
  const cycle = schedule.cycle
  if (cycle !== null && age >= cycle.from && (age - cycle.from) % cycle.years === 0)
    return { key: 'preventiveCare.why.cycle', args: { age, years: cycle.years } }
  return null
}
