import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { clinicId, userId } from '../../kernel/ids.ts'
import { appeal, appealState } from './appeal.ts'
import { appealKind } from './classifier.ts'

/** `GET /api/journal`: the single electronic journal of the organisation, newest first (REQUIREMENTS S4). Both days are included. */
export const journalQuery = z.object({
  from: localDate,
  to: localDate,
  kind: appealKind.optional(),
  /** Code of the classifier; everything below it counts. */
  theme: z
    .string()
    .regex(/^[a-zA-Z]+(\.[0-9a-z]+)*$/)
    .max(60)
    .optional(),
  /** The theme itself, without what stands below it. */
  exactTheme: z.literal('yes').optional(),
  /** Clinic of the person or clinic the appeal is about. */
  clinicId: clinicId.optional(),
  state: appealState.optional(),
  takenBy: userId.optional(),
  /** Still needs somebody's work. */
  open: z.literal('yes').optional(),
  /** Open and nobody has taken it. */
  unassigned: z.literal('yes').optional(),
  /** Plan date of the answer, both days included. */
  answerFrom: localDate.optional(),
  answerTo: localDate.optional(),
  /** Decision on a complaint. */
  justified: z.enum(['yes', 'no', 'undecided']).optional(),
  /** Clinic that reports count an appeal under: the one complained of, otherwise the person's; `none` without either. */
  place: z.union([clinicId, z.literal('none')]).optional(),
  /** Themes that count as questions on medical care. */
  medicalCare: z.literal('yes').optional(),
  /** Part of a registration number or the beginning of a name. */
  text: z.string().trim().max(100).optional(),
  /** `next` of the page before. */
  after: z.string().max(120).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type JournalQuery = z.infer<typeof journalQuery>

export const journalItem = z.object({
  appeal,
  /** Person the appeal is about; null when there is none among our insured. */
  personName: z.string().nullable(),
  takenByName: z.string(),
  assignedToName: z.string().nullable(),
})

export type JournalItem = z.infer<typeof journalItem>

export const journalAnswer = z.object({
  items: z.array(journalItem),
  /** Where the next page begins; null on the last. */
  next: z.string().nullable(),
  /** All that match, not only this page. */
  total: z.number().int(),
  /** Number of matches by kind as if no kind were chosen, for the filter's labels. */
  countsByKind: z.record(appealKind, z.number().int()),
})
export type JournalAnswer = z.infer<typeof journalAnswer>
