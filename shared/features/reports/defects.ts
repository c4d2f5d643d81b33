import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { comparison, days } from '../../kernel/compared-period.ts'
import { appealId, clinicId, expertiseId } from '../../kernel/ids.ts'

/** `GET /api/reports/defects`: acts of МЭЭ and ЭКМП of a period against another, by the day of the act (REQUIREMENTS E8). Both days are included. */
export const defectsQuery = z.object({
  from: localDate,
  to: localDate,
  against: comparison.default('previous'),
  /** Only acts about this clinic; then departments and doctors are told apart. */
  clinicId: clinicId.optional(),
  /** Only acts that were made for complaints found justified. */
  justified: z.literal('yes').optional(),
})
export type DefectsQuery = z.infer<typeof defectsQuery>

/** By what a row counts. `department` and `doctor` are rows only when one clinic was asked for. */
export const defectsBy = z.enum(['all', 'kind', 'clinic', 'department', 'doctor', 'code'])
export type DefectsBy = z.infer<typeof defectsBy>

export const defectCounts = z.object({
  acts: z.number().int(),
  /** Acts with at least one defect. */
  defective: z.number().int(),
  /** Acts with defects to which the clinic reported measures. */
  measured: z.number().int(),
  /** Kopecks. Null by code: several defects of one case cost what the greatest costs, and nothing is owed to one of them. */
  nonPayment: z.number().int().nullable(),
  fine: z.number().int().nullable(),
})
export type DefectCounts = Readonly<z.infer<typeof defectCounts>>

export const defectsRow = z.object({
  by: defectsBy,
  /** Clinic's id, kind of expertise, code; name of a department or a doctor as it was typed, empty when it was not. */
  key: z.string(),
  now: defectCounts,
  before: defectCounts,
})
export type DefectsRow = Readonly<z.infer<typeof defectsRow>>

export const defectsAnswer = z.object({ period: days, before: days, rows: z.array(defectsRow) })
export type DefectsAnswer = z.infer<typeof defectsAnswer>

/** `GET /api/reports/defects/acts`: the acts that a number counts, newest first. */
export const defectActsQuery = z.object({
  from: localDate,
  to: localDate,
  clinicId: clinicId.optional(),
  kind: z.enum(['economic', 'quality']).optional(),
  /** Empty: acts that name none. */
  department: z.string().max(200).optional(),
  doctor: z.string().max(200).optional(),
  code: z.string().max(10).optional(),
  defective: z.literal('yes').optional(),
  measured: z.literal('yes').optional(),
  justified: z.literal('yes').optional(),
  /** `next` of the page before. */
  after: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type DefectActsQuery = z.infer<typeof defectActsQuery>

/** An act without what is under medical secrecy. */
export const defectAct = z.object({
  id: expertiseId,
  caseId: appealId,
  /** Number of the appeal that the expertise was made for. */
  appealNumber: z.string(),
  /** How the complaint was decided. */
  decision: z.enum(['yes', 'no', 'undecided']),
  kind: z.enum(['economic', 'quality']),
  number: z.string(),
  on: localDate,
  clinicId,
  department: z.string(),
  doctor: z.string(),
  codes: z.array(z.string()),
  nonPayment: z.number().int(),
  fine: z.number().int(),
  /** What the clinic did about it, as it was noted; empty while nothing is known. */
  measures: z.string(),
})
export type DefectAct = Readonly<z.infer<typeof defectAct>>

export const defectActsAnswer = z.object({
  items: z.array(defectAct),
  next: z.string().nullable(),
  total: z.number().int(),
})
