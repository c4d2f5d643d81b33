import type { PolyclinicBatch, PolyclinicKind, PolyclinicRows } from './polyclinic.ts'

/** Rows of one batch at most: small enough for one SQL statement, large enough that its cost is spread. */
const BATCH_ROWS = 1_000
/** One person adds no more rows of a kind than this. */
const ROWS_OF_A_PERSON = 20

/** In the order of loading: what is named stands before what names it. */
const KINDS: readonly PolyclinicKind[] = [
  'organisation',
  'clinics',
  'users',
  'slotDays',
  'persons',
  'otherInsured',
  'healthFacts',
  'appeals',
  'complaintCases',
  'informings',
  'calls',
  'scriptRuns',
]
/** Kinds whose rows are counted as work for the progress bar. */
const COUNTED: ReadonlySet<PolyclinicKind> = new Set(['persons', 'otherInsured', 'appeals', 'calls'])

/** Collects rows of all kinds and gives them out in batches that can be loaded in the order given. */
export interface Batches {
  add<Kind extends PolyclinicKind>(kind: Kind, ...rows: readonly PolyclinicRows[Kind][]): void
  /** Everything collected, once a kind is nearly a batch; otherwise nothing. */
  whenFull(): Generator<PolyclinicBatch>
  all(): Generator<PolyclinicBatch>
}

type Waiting = { [Kind in PolyclinicKind]: PolyclinicRows[Kind][] }

export function batchesOf(total: number): Batches {
  const waiting: Waiting = {
    organisation: [],
    clinics: [],
    slotDays: [],
    users: [],
    persons: [],
    otherInsured: [],
    healthFacts: [],
    appeals: [],
    complaintCases: [],
    informings: [],
    calls: [],
    scriptRuns: [],
  }
  let done = 0

  function* all(): Generator<PolyclinicBatch> {
    for (const kind of KINDS) {
      const rows = waiting[kind].splice(0)
      if (COUNTED.has(kind)) done += rows.length
      // The compiler does not follow that rows taken from waiting[kind] are of that kind.
      if (rows.length > 0) yield { kind, rows, done, total } as PolyclinicBatch
    }
  }

  return {
    add: (kind, ...rows) => {
      for (const row of rows) waiting[kind].push(row)
    },
    whenFull: function* () {
      if (KINDS.some((kind) => waiting[kind].length > BATCH_ROWS - ROWS_OF_A_PERSON)) yield* all()
    },
    all,
  }
}
