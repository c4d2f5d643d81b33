import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { contactChangeId, personId, userId } from '../../kernel/ids.ts'
import { phoneNumber } from '../../kernel/phone.ts'
import { typedText } from '../../kernel/text.ts'
import { contactSource, insuredPerson, personPhone, REACH_WAYS, reachWay } from './person.ts'

/** One correction of one thing; several corrections are several commands, so that each has its source. */
export const contactCorrection = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('addPhone'),
    number: phoneNumber,
    kind: personPhone.shape.kind,
    validFrom: personPhone.shape.validFrom,
    validTo: personPhone.shape.validTo,
  }),
  z.object({
    what: z.literal('markPhone'),
    number: phoneNumber,
    valid: z.boolean(),
    /** First day on which it is so; left out when nobody knows. */
    since: localDate.optional(),
  }),
  z.object({ what: z.literal('email'), email: z.email({ error: 'insuredPersons.emailInvalid' }).max(120).nullable() }),
  /** How the person asks to be told, the best way first; empty when any way will do. */
  z.object({ what: z.literal('ways'), ways: z.array(reachWay).max(REACH_WAYS.length) }),
  z.object({ what: z.literal('address'), address: insuredPerson.shape.address }),
])
export type ContactCorrection = z.infer<typeof contactCorrection>

/** The history of contact data: what it was, what it became, who said so and who wrote it down. */
export const contactChange = z.object({
  id: contactChangeId,
  personId,
  correction: contactCorrection,
  /** The value before, in one line; empty when there was none. */
  before: z.string().max(300),
  source: contactSource,
  note: typedText(500),
  by: userId,
  at: z.string(),
})
export type ContactChange = Readonly<z.infer<typeof contactChange>>
