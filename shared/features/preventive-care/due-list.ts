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

/** A person of the list with what orders and filters it; the standing is that of a person about whom nothing is known besides the record. */
export interface DueEntry extends DueRow {
  readonly person: PlannedPerson
  /** Number of the set of marks inside the tier. */
  readonly place: number
  /** Number of the age group in calling order. */
  readonly group: number
}

/** What decides about people on a day. */
export interface DueDay {
  readonly today: LocalDate
  readonly rules: PreventiveCareRules
  readonly plan: InformingPlan
}

/**
 * The people of a clinic in the order of the plan (REQUIREMENTS P1, P4): tier and place in it, age group, earlier quarter, precinct. The
 * order depends on the records alone, so it holds for a day whatever is said and done with the people meanwhile.
 */
export function dueEntries(persons: Iterable<PlannedPerson>, day: DueDay): DueEntry[] {
  const year = Number(day.today.slice(0, 4))
  const entries: DueEntry[] = []
  for (const person of persons)
    entries.push({
      ...standingOf(person, NOTHING, day.today, day.rules, day.plan),
      personId: person.id,
      person,
      group: ageGroupOf(ageReachedIn(year, person.birthDate), day.plan),
      ...tierOf(person.marks, day.plan),
    })
  return entries.sort(inOrder)
}

/**
 * Entries with some people changed or gone, in the same order.
 * @param entries ordered
 * @param changed by person, null for who is gone
 */
export function withChanged(
  entries: readonly DueEntry[],
  changed: ReadonlyMap<string, PlannedPerson | null>,
  day: DueDay,
): readonly DueEntry[] {
  if (changed.size === 0) return entries
  const fresh = dueEntries(
    [...changed.values()].filter((person) => person !== null),
    day,
  )
  const merged: DueEntry[] = []
  let next = 0
  for (const entry of entries) {
    if (changed.has(entry.personId)) continue
    for (let one = fresh[next]; one !== undefined && inOrder(one, entry) < 0; one = fresh[next]) {
      merged.push(one)
      next += 1
    }
    merged.push(entry)
  }
  return [...merged, ...fresh.slice(next)]
}

/**
 * The rows and counts of a query: one pass, for the entries stand in order already. Counts come from the same entries as the rows, so
 * they cannot disagree.
 */
export function listOf(entries: Iterable<DueEntry>, query: DueQuery, { today, rules, plan }: DueDay): DueAnswerList {
  const { filters } = query
  const facts = new Map(query.facts)
  const counts = { standing: {}, precinct: {}, ageGroup: {}, sex: {} } as {
    readonly [K in keyof DueCounts]: Record<string, number>
  }
  const rows: DueRow[] = []
  let total = 0
  for (const entry of entries) {
    const { personId, person, tier } = entry
    const known = facts.get(personId)
    const found = known === undefined ? entry : standingOf(person, known, today, rules, plan)
    const { standing, what, why } = found
    const groupCode = plan.ageGroups[entry.group]?.code ?? ''
    const missesStanding = filters.standing !== null && filters.standing !== standing
    const missesPrecinct = filters.precinct !== null && filters.precinct !== person.precinct
    const missesGroup = filters.ageGroup !== null && filters.ageGroup !== groupCode
    const missesSex = filters.sex !== null && filters.sex !== person.sex
    const misses = Number(missesStanding) + Number(missesPrecinct) + Number(missesGroup) + Number(missesSex)
    if (misses > 1) continue
    // A row that only one filter keeps out counts for the other values of that filter.
    if (misses === 0 || missesStanding) add(counts.standing, standing)
    if (misses === 0 || missesPrecinct) add(counts.precinct, person.precinct)
    if (misses === 0 || missesGroup) add(counts.ageGroup, groupCode)
    if (misses === 0 || missesSex) add(counts.sex, person.sex)
    if (misses > 0) continue
    total += 1
    if (rows.length < query.limit) rows.push({ personId, standing, what, why, tier })
  }
  return { total, rows, counts }
}

/** The list of some people at once. */
export function dueList(
  persons: Iterable<PlannedPerson>,
  query: DueQuery,
  rules: PreventiveCareRules,
  plan: InformingPlan,
): DueAnswerList {
  const day = { today: query.today, rules, plan }
  return listOf(dueEntries(persons, day), query, day)
}

const NOTHING: PersonFacts = {}

function add(counts: Record<string, number>, key: string | number): void {
  counts[key] = (counts[key] ?? 0) + 1
}

function inOrder(a: DueEntry, b: DueEntry): number {
  return (
    a.tier - b.tier ||
    a.place - b.place ||
    a.group - b.group ||
    (a.person.prevention.quarter ?? 5) - (b.person.prevention.quarter ?? 5) ||
    a.person.precinct - b.person.precinct ||
    (a.personId < b.personId ? -1 : a.personId > b.personId ? 1 : 0)
  )
}
