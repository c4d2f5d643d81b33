import { z } from 'zod'
import { role } from '../../kernel/actor.ts'
import { clinicId, userId } from '../../kernel/ids.ts'
import { admissionPeriod } from './admission.ts'

/** страховой представитель as colleagues see them. */
export const representative = z.object({
  id: userId,
  name: z.string(),
  role,
  /** Internal telephone number; null for those without a phone at the desk. */
  extension: z
    .string()
    .regex(/^\d{3,5}$/)
    .nullable(),
  clinicIds: z.array(clinicId),
  active: z.boolean(),
  /** Admissions that count today or later; missing in records of before they were kept. */
  admissions: z.array(admissionPeriod).optional(),
})
export type Representative = Readonly<z.infer<typeof representative>>
