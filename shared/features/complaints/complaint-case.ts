import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { appealId, clinicId, fileId, recordsRequestId, userId } from '../../kernel/ids.ts'
import { requiredLine, typedText } from '../../kernel/text.ts'
import { CASE_STATES } from './case-states.ts'

/** Largest scan in bytes: about forty pages at 300 dpi. */
export const FILE_BYTES_MAX = 20 * 1024 * 1024
/** Most files of one case. */
export const FILES_MAX = 40

export const caseFile = z.object({
  id: fileId,
  name: requiredLine(160),
  type: z.enum(['application/pdf', 'image/jpeg', 'image/png'], { error: 'complaints.fileType' }),
  bytes: z.number().int().min(1).max(FILE_BYTES_MAX, { error: 'complaints.fileTooLarge' }),
  /** Checksum of the content, lower-case hexadecimal; what is uploaded later must match it. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type CaseFile = Readonly<z.infer<typeof caseFile>>
const attachedFile = caseFile.extend({ at: z.string(), by: userId })

/** запрос документов в медицинскую организацию: the clinic has five working days (DOMAIN §3, code 2.12). */
export const recordsRequest = z.object({
  id: recordsRequestId,
  clinicId,
  what: requiredLine(2_000),
  sentOn: localDate,
  /** Days on which the clinic waited for us: they do not count. */
  pauses: z.array(z.object({ from: localDate, to: localDate, reason: requiredLine(500) })).max(20),
  outcome: z.enum(['received', 'notProvided']).nullable(),
  settledOn: localDate.nullable(),
})
export type RecordsRequest = Readonly<z.infer<typeof recordsRequest>>

export const sendingWay = z.enum(['post', 'email', 'inPerson'])
export type SendingWay = z.infer<typeof sendingWay>

/** The written answer as the expert composes it. What the case knows (number, dates, names) is filled in by the template. */
export const answerText = z.object({
  /** Template and its version, `complaint-answer` and `1`: an answer keeps those it was written with. */
  templateId: z.string().max(40),
  templateVersion: z.string().max(20),
  recipient: requiredLine(200),
  /** Postal address or e-mail, whichever the way needs. */
  address: typedText(400),
  way: sendingWay,
  /** What the applicant complained of. */
  subject: requiredLine(4_000),
  /** What was found out and by what. */
  findings: requiredLine(12_000),
  /** What follows for the applicant. */
  conclusion: requiredLine(6_000),
})
export type AnswerText = Readonly<z.infer<typeof answerText>>

/** `asked` waits for the supervisor; `returned` comes back with a comment; only an `approved` answer may be sent. */
export const caseAnswer = answerText.extend({
  /** 1, 2, … for each time it was put forward. */
  revision: z.number().int().min(1),
  approval: z.enum(['asked', 'approved', 'returned']),
  askedBy: userId,
  askedAt: z.string(),
  decidedBy: userId.nullable(),
  decidedAt: z.string().nullable(),
  /** Why it was returned. */
  comment: typedText(2_000),
  sentOn: localDate.nullable(),
})
export type CaseAnswer = Readonly<z.infer<typeof caseAnswer>>

/**
 * Letters besides the answer: the applicant is told of a longer term (59-ФЗ ст. 12 ч. 2); what is not ours goes to whom it belongs, and the
 * applicant is told so (ст. 8 ч. 3).
 */
export const NOTICE_KINDS = ['extension', 'forwarding', 'forwardingNotice'] as const
export const noticeKind = z.enum(NOTICE_KINDS)
export type NoticeKind = z.infer<typeof noticeKind>

/** What the expert writes of such a letter; number, dates and addressee of the forwarding are filled in by the template. */
export const noticeText = answerText
  .pick({ templateId: true, templateVersion: true, recipient: true, address: true, way: true })
  .extend({ body: requiredLine(6_000) })
export type NoticeText = Readonly<z.infer<typeof noticeText>>

export const caseNotice = caseAnswer.omit({ subject: true, findings: true, conclusion: true }).extend({
  body: noticeText.shape.body,
})
export type CaseNotice = Readonly<z.infer<typeof caseNotice>>

export const decision = z.object({
  justified: z.boolean(),
  grounds: requiredLine(4_000),
  on: localDate,
})
export type Decision = Readonly<z.infer<typeof decision>>

/** Why a case is closed without an answer (59-ФЗ ст. 11), or after one. */
export const closingReason = z.enum([
  'answered',
  'forwarded',
  'anonymous',
  'noReturnAddress',
  'unreadable',
  'threats',
  'repeated',
  'withdrawn',
])
export type ClosingReason = z.infer<typeof closingReason>

export const historyEntry = z.object({
  at: z.string(),
  by: userId,
  what: z.enum([
    'opened',
    'taken',
    'assigned',
    'filesAttached',
    'recordsRequested',
    'requestPaused',
    'recordsReceived',
    'recordsNotProvided',
    'extended',
    'forwarded',
    'decided',
    'approvalAsked',
    'answerApproved',
    'answerReturned',
    'answerSent',
    'noticeAsked',
    'noticeApproved',
    'noticeReturned',
    'noticeSent',
    'consultationAnswered',
    'closed',
    'reopened',
  ]),
  note: z.string().max(4_000),
  /** Which letter, for what is done with one. */
  letter: noticeKind.optional(),
  /** To whom it was given, when it was. */
  to: userId.optional(),
})
export type HistoryEntry = Readonly<z.infer<typeof historyEntry>>

/** дело: everything that is done with an appeal on line 3 (REQUIREMENTS E1–E4). One for an appeal, under the appeal's id. */
export const complaintCase = z.object({
  id: appealId,
  state: z.enum(CASE_STATES),
  /** Expert who works it; null while nobody does. */
  assignedTo: userId.nullable(),
  form: z.enum(['oral', 'written']),
  /** Clinic complained of; null when none of ours. */
  clinicId: clinicId.nullable(),
  /** Day the organisation received it, and day it was registered: the terms are counted from these. */
  receivedOn: localDate,
  registeredOn: localDate,
  /** Incoming number and date of the letter, as stamped; empty when there is none. */
  incoming: z.object({ number: typedText(40), on: localDate.nullable() }),
  files: z.array(attachedFile).max(FILES_MAX),
  requests: z.array(recordsRequest).max(50),
  /** Calendar days added to the term of the answer. */
  extension: z
    .object({ days: z.number().int().min(1).max(30), decidedOn: localDate, reason: requiredLine(2_000) })
    .nullable(),
  forwarding: z.object({ to: requiredLine(400), on: localDate, reason: requiredLine(2_000) }).nullable(),
  decision: decision.nullable(),
  answer: caseAnswer.nullable(),
  /** Letters that were put forward; one that was not is left out. */
  notices: z
    .object({
      extension: caseNotice.optional(),
      forwarding: caseNotice.optional(),
      forwardingNotice: caseNotice.optional(),
    })
    .optional(),
  closing: z.object({ reason: closingReason, on: localDate, note: typedText(2_000) }).nullable(),
  history: z.array(historyEntry).max(500),
})
export type ComplaintCase = Readonly<z.infer<typeof complaintCase>>

/** Letters of the outgoing number: продление, направление, уведомление. */
const NUMBER_MARKS: Readonly<Record<NoticeKind, string>> = { extension: 'П', forwarding: 'Н', forwardingNotice: 'У' }

/**
 * Outgoing number of a letter: the official registration number, for letters besides the answer their mark, and which revision it is, so
 * that no second series is needed.
 */
export function outgoingNumber(registrationNumber: string, revision: number, kind: NoticeKind | null = null): string {
  return `${registrationNumber}/${kind === null ? '' : NUMBER_MARKS[kind]}${revision}`
}

/** A case as it begins, with an appeal that is handed to line 3 or a written complaint that is registered there. */
export function beginCase(facts: {
  readonly id: ComplaintCase['id']
  readonly assignedTo: ComplaintCase['assignedTo']
  readonly form: ComplaintCase['form']
  readonly clinicId: ComplaintCase['clinicId']
  readonly receivedOn: string
  readonly registeredOn: string
  readonly by: HistoryEntry['by']
  readonly at: string
}): ComplaintCase {
  const { by, at, ...own } = facts
  return {
    ...own,
    state: 'registered',
    incoming: { number: '', on: null },
    files: [],
    requests: [],
    extension: null,
    forwarding: null,
    decision: null,
    answer: null,
    closing: null,
    history: [{ at, by, what: 'opened', note: '' }],
  }
}
