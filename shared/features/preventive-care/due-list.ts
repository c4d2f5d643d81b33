import { ageReachedIn, type LocalDate } from '../../kernel/calendar.ts'
import type { PreventiveCareRules } from './eligibility.ts'
import { ageGroupOf, type InformingPlan, tierOf } from './informing-plan.ts'
import { type PersonFacts, type PersonStanding, type PlannedPerson, type Standing, standingOf } from './standing.ts'

/** Null in a field takes all. */
export interface DueFilters {
  readonly standing: Standing | null
  readonly precinct: number | null
  /** Code of an age group of the plan. */
  readonly ageGroup: string | null
  readonly sex: 'male' | 'female' | null
}

export interface DueQuery {
  readonly today: LocalDate
  readonly filters: DueFilters
  /** Rows given at most; the counts are of all. */
  readonly limit: number
  /** What is known besides the records, of those people about whom anything is. */
  readonly facts: readonly (readonly [personId: string, facts: PersonFacts])[]
}

export interface DueRow extends PersonStanding {
  readonly personId: string
  /** Number of the tier in the plan; past the last one for everybody else. */
  readonly tier: number
}

/** How many rows there would be with one filter set otherwise and the others left as they are. */
export interface DueCounts {
  readonly standing: Readonly<Partial<Record<Standing, number>>>
  readonly precinct: Readonly<Record<number, number>>
  readonly ageGroup: Readonly<Record<string, number>>
  readonly sex: Readonly<Partial<Record<'male' | 'female', number>>>
}

export interface DueAnswerList {
  readonly total: number
  readonly rows: readonly DueRow[]
  readonly counts: DueCounts
}

interface Entry extends DueRow {
  readonly person: PlannedPerson
  readonly place: number
  readonly group: number
}

/**
 * The list of a clinic in the order of the plan (REQUIREMENTS P1, P4): tier and place in it, age group, earlier quarter, precinct.
 * Counts come from the same entries as the rows, so they cannot disagree.
 */
export function dueList(
  persons: Iterable<PlannedPerson>,
  query: DueQuery,
  rules: PreventiveCareRules,
  plan: InformingPlan,
): DueAnswerList {
  const { today, filters } = query
  const year = Number(today.slice(0, 4))
  const facts = new Map(query.facts)
  const counts = { standing: {}, precinct: {}, ageGroup: {}, sex: {} } as {
    readonly [K in keyof DueCounts]: Record<string, number>
  }
  const taken: Entry[] = []
  for (const person of persons) {
    const found = standingOf(person, facts.get(person.id) ?? NOTHING, today, rules, plan)
    const group = ageGroupOf(ageReachedIn(year, person.birthDate), plan)
    const groupCode = plan.ageGroups[group]?.code ?? ''
    const fits = {
      standing: filters.standing === null || filters.standing === found.standing,
      precinct: filters.precinct === null || filters.precinct === person.precinct,
      ageGroup: filters.ageGroup === null || filters.ageGroup === groupCode,
      sex: filters.sex === null || filters.sex === person.sex,
    }
    const misses = Number(!fits.standing) + Number(!fits.precinct) + Number(!fits.ageGroup) + Number(!fits.sex)
    if (misses > 1) continue
    // A row that only one filter keeps out counts for the other values of that filter.
    if (misses === 0 || !fits.standing) add(counts.standing, found.standing)
    if (misses === 0 || !fits.precinct) add(counts.precinct, person.precinct)
    if (misses === 0 || !fits.ageGroup) add(counts.ageGroup, groupCode)
    if (misses === 0 || !fits.sex) add(counts.sex, person.sex)
    if (misses === 0) taken.push({ ...found, personId: person.id, person, group, ...tierOf(person.marks, plan) })
  }
  taken.sort(inOrder)
  const rows = taken
    .slice(0, query.limit)
    .map(({ personId, standing, what, why, tier }): DueRow => ({ personId, standing, what, why, tier }))
  return { total: taken.length, rows, counts }
}

const NOTHING: PersonFacts = {}

function add(counts: Record<string, number>, key: string | number): void {
  counts[key] = (counts[key] ?? 0) + 1
}

function inOrder(a: Entry, b: Entry): number {
  return (
    a.tier - b.tier ||
    a.place - b.place ||
    a.group - b.group ||
    (a.person.prevention.quarter ?? 5) - (b.person.prevention.quarter ?? 5) ||
    a.person.precinct - b.person.precinct ||
    (a.personId < b.personId ? -1 : a.personId > b.personId ? 1 : 0)
  )
}
