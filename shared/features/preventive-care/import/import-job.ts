import { z } from 'zod'
import { refusal } from '../../../kernel/errors.ts'
import { clinicId, personId, uuid } from '../../../kernel/ids.ts'
import { policy } from '../../../kernel/policy-number.ts'

/** Largest file taken, in bytes: an exchange file of 200,000 records is about 80 MB. */
export const LARGEST_LIST_BYTES = 128 * 1024 * 1024

/**
 * `reading` → `matching` → `preview` → `applying` → `applied`; `cancelled` from any of them; `refused` when the file as a whole cannot
 * be read. Work goes on in the background and survives a restart of the server.
 */
export const importState = z.enum(['reading', 'matching', 'preview', 'applying', 'applied', 'cancelled', 'refused'])
export type ImportState = z.infer<typeof importState>

export const rowKind = z.enum(['new', 'changed', 'unchanged', 'doubtful', 'wrong'])
export type RowKind = z.infer<typeof rowKind>

/** What became of a row. `left`: a doubt that nobody settled, or a row not reached before the import was stopped. */
export const rowOutcome = z.enum(['added', 'changed', 'partly', 'unchanged', 'left', 'refused'])
export type RowOutcome = z.infer<typeof rowOutcome>

const counts = z.object({
  new: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  doubtful: z.number().int(),
  wrong: z.number().int(),
})

export const importJob = z.object({
  id: uuid,
  clinicId,
  fileName: z.string(),
  fileKind: z.enum(['xml', 'csv', 'xlsx']),
  bytes: z.number().int(),
  state: importState,
  /** Why the file as a whole was refused. */
  problem: refusal.nullable(),
  /** Rows read so far, rows dealt with in the present step, and rows of the step in all (null while the file is being read). */
  progress: z.object({ read: z.number().int(), done: z.number().int(), total: z.number().int().nullable() }),
  /** Share of the file that was read, 0 to 1. */
  readShare: z.number(),
  counts: counts.nullable(),
  /** Doubts that somebody has settled. */
  settled: z.number().int(),
  outcomes: z.partialRecord(rowOutcome, z.number().int()).nullable(),
  createdAt: z.string(),
  createdByName: z.string(),
  finishedAt: z.string().nullable(),
  /** When the term of its rows ended: only what they added up to is left. */
  rowsDeletedAt: z.string().nullable(),
})
export type ImportJob = Readonly<z.infer<typeof importJob>>

export const importJobs = z.object({ items: z.array(importJob) })

/** `POST /api/clinic-lists`: the body is the file itself. */
export const uploadQuery = z.object({ clinicId, fileName: z.string().min(1).max(200) })

export const rowsQuery = z.object({
  kind: rowKind,
  /** Rows after this place of the file. */
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const doubtReason = z.enum([
  'policyDiffers',
  'snilsDiffers',
  'surnameDiffers',
  'givenNameDiffers',
  'patronymicDiffers',
  'birthDateDiffers',
  'sexDiffers',
  'noIdentifier',
  'severalCards',
])

/** One side of a doubtful pair: what identifies a person, and nothing else of the card. */
export const personFace = z.object({
  surname: z.string(),
  givenName: z.string(),
  patronymic: z.string().nullable(),
  birthDate: z.string(),
  sex: z.enum(['male', 'female']).nullable(),
  policy: policy.nullable(),
  snils: z.string().nullable(),
  phone: z.string().nullable(),
  precinct: z.number().int().nullable(),
})
export type PersonFace = Readonly<z.infer<typeof personFace>>

export const importRow = z.object({
  /** Where the row stands in the file, from 1. */
  place: z.number().int(),
  kind: rowKind,
  /** Name and birth date as the file has them: for finding the row, also when nothing else of it can be used. */
  label: z.string(),
  personId: personId.nullable(),
  face: personFace.nullable(),
  changes: z.array(
    z.object({
      field: z.string(),
      from: z.union([z.string(), z.number()]).nullable(),
      to: z.union([z.string(), z.number()]),
    }),
  ),
  pairs: z.array(z.object({ personId, reasons: z.array(doubtReason), face: personFace })),
  problems: z.array(refusal),
  remarks: z.array(refusal),
  /** Which card was chosen; `new` for none of them; null while nobody has decided. */
  decision: z.union([personId, z.literal('new')]).nullable(),
  outcome: rowOutcome.nullable(),
})
export type ImportRow = Readonly<z.infer<typeof importRow>>

export const importRows = z.object({ items: z.array(importRow), next: z.number().int().nullable() })

/** `POST …/rows/:place/decision`: the card that the row speaks of, `new` for another person, null to take the answer back. */
export const decisionRequest = z.object({ decision: z.union([personId, z.literal('new')]).nullable() })

export const protocolQuery = z.object({ format: z.enum(['csv', 'xlsx']) })
