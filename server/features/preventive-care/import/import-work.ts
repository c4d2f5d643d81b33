import type { Db, Tx } from '#server/db/database.ts'
import type { RecordKinds } from '#server/db/record-kind.ts'
import type { ListSite } from '#shared/features/preventive-care/import/read-row.ts'
import type { JobRow } from './import-tables.ts'
import type { CompleteCard } from './list-registry.ts'

/** What the steps of an import work with. */
export interface ImportWork {
  readonly db: Db
  readonly kinds: RecordKinds
  readonly job: JobRow
  readonly site: ListSite
  readonly completeCard: CompleteCard
  readonly newId: () => string
  /**
   * One transaction of the job: it keeps the claim and is undone when the job was cancelled or taken over meanwhile.
   * @throws InterruptedError
   */
  batch<T>(work: (tx: Tx) => Promise<T>): Promise<T>
}

/** The work stops here: cancelled by a person, or left for another worker. What was committed before stays. */
export class InterruptedError extends Error {
  readonly why: 'stopping' | 'lost'

  constructor(why: InterruptedError['why']) {
    super(why)
    this.name = 'InterruptedError'
    this.why = why
  }
}
