import { z } from 'zod'
import { clinicId, contactId } from '../../kernel/ids.ts'
import { phoneNumber } from '../../kernel/phone.ts'
import { requiredLine, typedText } from '../../kernel/text.ts'

/** Longest name and note of a contact, in UTF-16 code units. */
export const CONTACT_NAME_MAX = 200
export const CONTACT_NOTE_MAX = 500

/** Someone who called and is not in the registry: a relative, a person insured elsewhere, an unknown caller (REQUIREMENTS C2). */
export const contact = z.object({
  id: contactId,
  name: requiredLine(CONTACT_NAME_MAX, 'insuredPersons.contactNameRequired'),
  phone: phoneNumber.nullable(),
  /** Free words: who this is, e.g. «дочь Смирновой А. П.». */
  note: typedText(CONTACT_NOTE_MAX),
  clinicId: clinicId.nullable(),
  createdAt: z.string(),
  createdBy: z.string(),
})
export type Contact = Readonly<z.infer<typeof contact>>
