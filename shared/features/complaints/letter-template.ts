import { z } from 'zod'
import { type LocalDate, localDate } from '../../kernel/calendar.ts'

/** Templates of letters as dated reference data (`assets/templates/templates.ru.json`): a letter keeps the version it was written with. */
export const letterTemplate = z.object({
  id: z.string().regex(/^[a-z-]{1,40}$/),
  version: z.string().regex(/^\d{1,6}$/),
  file: z.string().regex(/^[a-z0-9.-]+\.docx$/),
  name: z.string(),
  validFrom: localDate,
  validTo: localDate.nullable(),
})
export const letterTemplates = z.array(letterTemplate)
export type LetterTemplate = Readonly<z.infer<typeof letterTemplate>>

/** The newest version of a template in force on a day, or null. */
export function templateInForce(
  templates: readonly LetterTemplate[],
  id: string,
  on: LocalDate,
): LetterTemplate | null {
  return (
    templates
      .filter((it) => it.id === id && it.validFrom <= on && (it.validTo === null || it.validTo >= on))
      .sort((a, b) => Number(b.version) - Number(a.version))[0] ?? null
  )
}

/** What the template is filled with. Every placeholder has a value here; one that the template asks for besides is an error. */
export interface LetterValues {
  readonly organisation: string
  readonly outgoing: string
  /** Dates as they stand in a letter, `23.11.2026`. */
  readonly signedOn: string
  readonly number: string
  readonly registeredOn: string
  readonly recipient: string
  readonly address: string
  readonly subject: string
  readonly findings: string
  readonly conclusion: string
  readonly justified: boolean
  readonly hasActs: boolean
  readonly acts: readonly { readonly kind: string; readonly number: string; readonly on: string }[]
  readonly signer: string
  readonly executor: string
}

/** What a letter about a longer term or about forwarding is filled with. */
export interface NoticeValues
  extends Pick<
    LetterValues,
    | 'organisation'
    | 'outgoing'
    | 'signedOn'
    | 'number'
    | 'registeredOn'
    | 'recipient'
    | 'address'
    | 'signer'
    | 'executor'
  > {
  readonly body: string
  /** New last day of the answer, and how many days were added; empty for other letters. */
  readonly extendedTo: string
  readonly extendedBy: string
  /** To whom and when it is forwarded; empty for other letters. */
  readonly forwardedTo: string
  readonly forwardedOn: string
}

export const letterFormat = z.enum(['docx', 'pdf'])
export type LetterFormat = z.infer<typeof letterFormat>
