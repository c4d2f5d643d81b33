import type { PagedStore } from '#renderer/sync/paged-store.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import {
  type DueDay,
  type DueEntry,
  type DueQuery,
  dueEntries,
  listOf,
  withChanged,
} from '#shared/features/preventive-care/due-list.ts'
import { preventiveCareRules } from '#shared/features/preventive-care/eligibility.ts'
import { informingPlans, planOn } from '#shared/features/preventive-care/informing-plan.ts'
import type { PlannedPerson } from '#shared/features/preventive-care/standing.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import type { PageRecord } from '#shared/protocol/pages.ts'
import planFile from '../../../assets/reference/informing-plan.ru.json'
import rulesFile from '../../../assets/reference/preventive-care-rules.ru.json'

const RULES = preventiveCareRules.parse(rulesFile)
const PLANS = informingPlans.parse(planFile)

type DueAnswer = Awaited<ReturnType<PagedStore['dueList']>>

interface Sources {
  /** Pages of persons, one after another, each opened when it is asked for, so that searches come in between. */
  readonly pages: () => AsyncIterable<readonly PageRecord[]>
  /** Persons as rows show them, over the pages; null hides one. */
  readonly changed: () => Iterable<readonly [id: string, shown: InsuredPerson | null]>
  readonly person: (id: string) => Promise<InsuredPerson | null>
}

/**
 * The list of who is due, computed where the pages are: 67,400 persons are read once, kept as the few fields that planning needs (about
 * 20 MB) and put in order once a day; after that a list with its counts is one pass. Rows are read whole for the screen only.
 */
export class DuePersons {
  #planned: Promise<readonly PlannedPerson[]> | null = null
  #ordered: { readonly today: LocalDate; readonly entries: Promise<readonly DueEntry[]> } | null = null

  constructor(private readonly sources: Sources) {}

  /** The pages have changed. */
  forget(): void {
    this.#planned = null
    this.#ordered = null
  }

  async list(query: DueQuery): Promise<DueAnswer> {
    const { today } = query
    const plan = planOn(today, PLANS)
    if (plan === null) return { total: 0, rows: [], counts: { standing: {}, precinct: {}, ageGroup: {}, sex: {} } }
    const day = { today, rules: RULES, plan }
    const entries = await this.#entriesOf(day)
    const changed = new Map<string, PlannedPerson | null>()
    for (const [id, shown] of this.sources.changed()) changed.set(id, shown === null ? null : plannedOf(shown))
    const { total, rows, counts } = listOf(withChanged(entries, changed, day), query, day)
    const persons = await Promise.all(rows.map(({ personId }) => this.sources.person(personId)))
    return {
      total,
      counts,
      rows: rows.flatMap((row, index) => {
        const person = persons[index]
        return person ? [{ ...row, person }] : []
      }),
    }
  }

  #entriesOf(day: DueDay): Promise<readonly DueEntry[]> {
    this.#planned ??= this.#read()
    if (this.#ordered?.today !== day.today)
      this.#ordered = { today: day.today, entries: this.#planned.then((planned) => dueEntries(planned, day)) }
    return this.#ordered.entries
  }

  async #read(): Promise<readonly PlannedPerson[]> {
    const planned = new Map<string, PlannedPerson>()
    for await (const records of this.sources.pages())
      for (const { id, data } of records) if (data !== null) planned.set(id, plannedOf(data as InsuredPerson))
    return [...planned.values()]
  }
}

function plannedOf(person: InsuredPerson): PlannedPerson {
  const { id, birthDate, sex, precinct, status, marks, priorityGround, prevention, consents } = person
  return { id, birthDate, sex, precinct, status, marks, priorityGround, prevention, consents }
}
