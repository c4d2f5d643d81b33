import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { appealId, callId, clinicId, contactId, personId, userId } from '../../kernel/ids.ts'
import { requiredLine, typedText } from '../../kernel/text.ts'
import { appealKind } from './classifier.ts'
import { registrationNumber } from './registration-number.ts'

/** Longest text of an appeal, in UTF-16 code units: about ten printed pages. Longer documents are attached as files. */
export const APPEAL_TEXT_MAX = 20_000

export const appealChannel = z.enum([
  'phone',
  'directLine',
  'visit',
  'internet',
  'representative',
  'post',
  'email',
  'messenger',
  'clinicPost',
  'fundForwarded',
])
export const appealState = z.enum(['registered', 'inWork', 'waiting', 'answered', 'closed', 'forwarded'])
/** How the first contact ended: answered at once, taken into work by this line, handed to another line, or cut off. */
export const appealResult = z.enum(['answeredAtOnce', 'takenIntoWork', 'handedOver', 'cutOff'])
export const line = z.union([z.literal(1), z.literal(2), z.literal(3)])

/** Who applies. Anonymous appeals carry neither person nor name. */
export const applicant = z.object({
  personId: personId.nullable(),
  contactId: contactId.nullable(),
  anonymous: z.boolean(),
  name: typedText(200),
  phone: z.string().max(20).nullable(),
})

/** What the desk showed of the caller's preventive care when the appeal was registered in a call; whoever works it later sees the same (C7). */
export const dueSeen = z.object({
  year: z.number().int(),
  due: z.enum(['checkUp', 'preventiveExamination', 'none']),
  quarter: z.number().int().min(1).max(4).nullable(),
  /** State of the person's prevention, in the words of the register of insured persons. */
  state: z.string().max(40),
})

/** обращение: a record of the single electronic journal (DOMAIN §2.4, REQUIREMENTS C5). */
export const appeal = z.object({
  id: appealId,
  number: registrationNumber,
  form: z.enum(['oral', 'written']),
  channel: appealChannel,
  /** Where the call came from (REQUIREMENTS C3). */
  source: z.enum(['direct', 'fundContactCentre', 'dispatchService']),
  kind: appealKind,
  themeCode: z.string().max(60),
  classifierVersion: z.string().max(40),
  applicant,
  /** Whom the appeal is about; null when nobody in particular. */
  concernsId: personId.nullable(),
  /** Clinic the appeal is about; required for complaints about a clinic. */
  clinicId: clinicId.nullable(),
  /** Clinic in the applicant's words, when the directory of this desk does not hold it: a hospital, another region. */
  clinicName: typedText(200).optional(),
  text: requiredLine(APPEAL_TEXT_MAX, 'appeals.textRequired'),
  result: appealResult,
  resultText: typedText(4_000),
  state: appealState,
  intakeLine: line,
  reviewLine: line,
  takenBy: userId,
  /** Responsible representative; null while nobody took it. */
  assignedTo: userId.nullable(),
  callId: callId.nullable(),
  /** Left out when nobody known was on the line. */
  dueSeen: dueSeen.optional(),
  /** Desk's clock at registration (rule TIME1). */
  registeredAt: z.string(),
  /** Server's clock at delivery; null until delivered. */
  receivedAt: z.string().nullable(),
  /** Plan date of the answer; null where the law sets none. */
  answerBy: localDate.nullable(),
  closedAt: z.string().nullable(),
  /** Complaints only: обоснованная or not; null until decided. */
  justified: z.boolean().nullable(),
})
export type Appeal = Readonly<z.infer<typeof appeal>>

/** Still needs somebody's work. */
export function isOpen(item: Pick<Appeal, 'state'>): boolean {
  return item.state === 'registered' || item.state === 'inWork' || item.state === 'waiting'
}
