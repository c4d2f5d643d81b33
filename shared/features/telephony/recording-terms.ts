import { z } from 'zod'
import { addDays, type LocalDate, localDate } from '../../kernel/calendar.ts'

/** Dated terms of recordings: how long one is kept, and by which word the script announces it. */
export const recordingTerm = z.object({
  validFrom: localDate,
  /** Last day, included; null while it is in force. */
  validTo: localDate.nullable(),
  source: z.string(),
  /** Days after the day of the call. */
  keepDays: z.number().int().min(1).max(3_660),
  /** Part of what the representative says, as it stands in the scripts. */
  announcedBy: z.string().min(2),
})
export type RecordingTerm = Readonly<z.infer<typeof recordingTerm>>

export const recordingTerms = z.array(recordingTerm).min(1)

/** The term of a call's day; the oldest one for days before all of them. */
export function recordingTermOn(terms: readonly RecordingTerm[], day: LocalDate): RecordingTerm | undefined {
  return terms.findLast(({ validFrom }) => validFrom <= day) ?? terms[0]
}

/** Whether the recording of a call of this day may still be kept today. */
export function isKept(terms: readonly RecordingTerm[], day: LocalDate, today: LocalDate): boolean {
  const term = recordingTermOn(terms, day)
  return term === undefined || today <= addDays(day, term.keepDays)
}
