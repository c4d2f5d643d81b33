import type { PagedStore } from '#renderer/sync/paged-store.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { type DueQuery, dueList } from '#shared/features/preventive-care/due-list.ts'
import { preventiveCareRules } from '#shared/features/preventive-care/eligibility.ts'
import { informingPlans, planOn } from '#shared/features/preventive-care/informing-plan.ts'
import type { PlannedPerson } from '#shared/features/preventive-care/standing.ts'
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
 * The list of who is due, computed where the pages are: 67,400 persons are read once and kept as the few fields that planning needs (about
 * 20 MB); after that a list with its counts takes milliseconds. Rows are read whole for the screen only.
 */
export class DuePersons {
  #planned: Promise<ReadonlyMap<string, PlannedPerson>> | null = null

  constructor(private readonly sources: Sources) {}

  /** The pages have changed. */
  forget(): void {
    this.#planned = null
  }

  async list(query: DueQuery): Promise<DueAnswer> {
    const plan = planOn(query.today, PLANS)
    if (plan === null) return { total: 0, rows: [], counts: { standing: {}, precinct: {}, ageGroup: {}, sex: {} } }
    this.#planned ??= this.#read()
    const planned = new Map(await this.#planned)
    for (const [id, shown] of this.sources.changed())
      if (shown === null) planned.delete(id)
      else planned.set(id, plannedOf(shown))
    const { total, rows, counts } = dueList(planned.values(), query, RULES, plan)
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

  async #read(): Promise<ReadonlyMap<string, PlannedPerson>> {
    const planned = new Map<string, PlannedPerson>()
    for await (const records of this.sources.pages())
      for (const { id, data } of records) if (data !== null) planned.set(id, plannedOf(data as InsuredPerson))
    return planned
  }
}

function plannedOf(person: InsuredPerson): PlannedPerson {
  const { id, birthDate, sex, precinct, status, marks, priorityGround, prevention, consents } = person
  return { id, birthDate, sex, precinct, status, marks, priorityGround, prevention, consents }
}
