import { z } from 'zod'
import { clinicId, contactId } from '../../kernel/ids.ts'
import { phoneNumber } from '../../kernel/phone.ts'
import { requiredLine, typedText } from '../../kernel/text.ts'

/** Someone who called and is not in the registry: a relative, a person insured elsewhere, an unknown caller (REQUIREMENTS C2). */
export const contact = z.object({
  id: contactId,
  name: requiredLine(200),
  phone: phoneNumber.nullable(),
  /** Free words: who this is, e.g. «дочь Смирновой А. П.». */
  note: typedText(500),
  clinicId: clinicId.nullable(),
  createdAt: z.string(),
  createdBy: z.string(),
})
export type Contact = Readonly<z.infer<typeof contact>>
