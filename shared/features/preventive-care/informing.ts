import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { callId, informingId, personId, userId } from '../../kernel/ids.ts'
import { typedText } from '../../kernel/text.ts'

/** Way of informing and stage, by the dictionary in use at an insurer (DOMAIN §5): 03 phone, 11 visit; 101 invitation to stage 1, 201 to the examination. */
export const informingWay = z.enum(['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '21', '22'])
export const informingStage = z.enum([
  '101',
  '102',
  '103',
  '104',
  '201',
  '202',
  '301',
  '302',
  '121',
  '122',
  '221',
  '222',
  '321',
  '322',
])
/** What came of it (DOMAIN §9 В8). */
export const informingResult = z.enum([
  'agreed',
  'booked',
  'willThink',
  'refused',
  'alreadyPassed',
  'notReached',
  'impossible',
])

/** Longest note of an informing, in UTF-16 code units. */
export const INFORMING_NOTE_MAX = 1_000

/** One attempt to inform a person about preventive care. Every attempt is kept (REQUIREMENTS P5). */
export const informing = z.object({
  id: informingId,
  personId,
  way: informingWay,
  stage: informingStage,
  result: informingResult,
  /** Reason code 1–20 when refused (DOMAIN §6). */
  reason: z.number().int().min(1).max(20).nullable(),
  /** Repeat not before this day, when the person will think. */
  repeatOn: localDate.nullable(),
  note: typedText(INFORMING_NOTE_MAX),
  callId: callId.nullable(),
  /**
   * Set by the server when the result came in after the person was no longer kept for this representative (rule LEASE1): `expired`, the
   * claim had run out; `takenOver`, somebody else held the person. The result is kept either way.
   */
  late: z.enum(['expired', 'takenOver']).optional(),
  userId,
  at: z.string(),
})
export type Informing = Readonly<z.infer<typeof informing>>
