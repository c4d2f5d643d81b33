import { z } from 'zod'
import { type LocalDate, localDate } from '../../kernel/calendar.ts'
import { consentId, personId, userId } from '../../kernel/ids.ts'
import { typedText } from '../../kernel/text.ts'

export const consentKind = z.enum(['informing', 'sms', 'support', 'personalData'])
export type ConsentKind = z.infer<typeof consentKind>

/** How the consent was given (DOMAIN §8): with the policy, at the post, at the doctor's, at the insurer's, by mail, on the site, by voice. */
export const consentWay = z.enum(['withPolicy', 'atPost', 'atDoctor', 'atInsurer', 'byMail', 'onSite', 'byVoice'])

/** Why a consent ended. */
export const withdrawalCause = z.enum(['byPerson', 'insurerChanged'])

/** Approved texts of consents as dated reference data; the version says what exactly a person agreed to. */
export const consentTexts = z.array(
  z.object({
    kind: consentKind,
    version: z.string().min(1).max(40),
    validFrom: localDate,
    validTo: localDate.nullable(),
    text: z.string().min(20),
  }),
)
export type ConsentTexts = z.infer<typeof consentTexts>

/** The text of a kind in force on a day, or null. */
export function consentTextOn(texts: ConsentTexts, kind: ConsentKind, day: LocalDate): ConsentTexts[number] | null {
  return (
    texts.find((it) => it.kind === kind && it.validFrom <= day && (it.validTo === null || it.validTo >= day)) ?? null
  )
}

/** согласие: one giving of one consent, with its end. */
export const consent = z.object({
  id: consentId,
  personId,
  kind: consentKind,
  textVersion: z.string().min(1).max(40),
  way: consentWay,
  givenOn: localDate,
  note: typedText(500),
  takenBy: userId,
  takenAt: z.string(),
  withdrawal: z
    .object({ on: localDate, cause: withdrawalCause, note: typedText(500), by: userId, at: z.string() })
    .nullable(),
})
export type Consent = Readonly<z.infer<typeof consent>>
