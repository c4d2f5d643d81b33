import { z } from 'zod'

/** Why somebody takes no queue calls (REQUIREMENTS C9). `missedOffer`, `startOfShift` and the bars are set by the desk, the others are chosen. */
export const notReadyReason = z.enum([
  'break',
  'lunch',
  'paperwork',
  'training',
  'meeting',
  'startOfShift',
  'missedOffer',
  'notAdmitted',
  'notActive',
])
export type NotReadyReason = z.infer<typeof notReadyReason>
