import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { appealId, clinicId, expertiseId, userId } from '../../kernel/ids.ts'
import { requiredLine, typedText } from '../../kernel/text.ts'
import { defectCode } from './defect-codes.ts'

/** МЭЭ economic review of bills against records, ЭКМП quality review by an expert of the register. */
export const expertiseKind = z.enum(['economic', 'quality'])

/** Kopecks, up to a hundred million roubles. */
const money = z.number().int().min(0).max(10_000_000_000)

/** One code of the register of bills (ICD-10): a Latin letter, two digits and up to two after the dot. */
export const icdCode = z.string().regex(/^[A-Z]\d{2}(\.\d{1,2})?$/, { error: 'expertise.icdInvalid' })

export const expertiseDefect = defectCode.pick({ code: true, nonPayment: true, fine: true })

/** What the clinic and the insurer did about an act afterwards; absent until it happened. */
export const actSteps = z.object({
  sentOn: localDate.optional(),
  objectionsOn: localDate.optional(),
  objectionsDecidedOn: localDate.optional(),
  /** Measures that the clinic reported (REQUIREMENTS E8). */
  measures: typedText(2_000).optional(),
})
export type ActSteps = Readonly<z.infer<typeof actSteps>>

/**
 * экспертиза: the act with its defects and sums (DOMAIN §3). Diagnoses and medical conclusions are not here but in `ExpertiseFindings`,
 * which reaches the expert alone.
 */
export const expertise = z.object({
  id: expertiseId,
  /** The case of the complaint: the appeal's id. */
  caseId: appealId,
  kind: expertiseKind,
  /** очная: during the treatment, by the bed. */
  isInPerson: z.boolean(),
  act: z.object({ number: requiredLine(40), on: localDate }),
  expert: z.object({ name: requiredLine(200), code: typedText(20) }),
  clinicId,
  department: typedText(200),
  doctor: typedText(200),
  period: z.object({ from: localDate, to: localDate }),
  bill: z.object({ number: typedText(40), position: typedText(20) }),
  tariff: money,
  norm: money,
  defects: z.array(expertiseDefect).max(10),
  nonPayment: money,
  fine: money,
  steps: actSteps,
  recordedBy: userId,
  recordedAt: z.string(),
  /** Expert who works the case now and therefore holds this record. */
  heldBy: userId,
})
export type Expertise = Readonly<z.infer<typeof expertise>>

/** Medical secrecy of an act, under the same id (323-ФЗ ст. 13): only the expert's own desk ever holds it. */
export const expertiseFindings = z.object({
  id: expertiseId,
  caseId: appealId,
  /** Diagnosis in the bill. */
  icdBilled: icdCode.nullable(),
  /** Diagnosis by the records. */
  icdFound: icdCode.nullable(),
  conclusions: typedText(8_000),
  recommendations: typedText(4_000),
  heldBy: userId,
})
export type ExpertiseFindings = Readonly<z.infer<typeof expertiseFindings>>
