import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Docxtemplater from 'docxtemplater'
import { sql } from 'kysely'
import PizZip from 'pizzip'
import type { Tx } from '#server/db/database.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { answerTerm, type LegalReference } from '#shared/features/complaints/case-terms.ts'
import type { AnswerText, ComplaintCase, NoticeKind, NoticeText } from '#shared/features/complaints/complaint-case.ts'
import { outgoingNumber } from '#shared/features/complaints/complaint-case.ts'
import type { LetterTemplate, LetterValues, NoticeValues } from '#shared/features/complaints/letter-template.ts'
import { dateOf, type LocalDate } from '#shared/kernel/calendar.ts'

const WORDS = { draft: 'проект', economic: 'медико-экономическая', quality: 'экспертиза качества медицинской помощи' }

/** Fills a template. @throws Error when the template asks for a value that a letter does not have */
export function fillLetter(docx: Buffer, values: LetterValues | NoticeValues): Buffer {
  const letter = new Docxtemplater(new PizZip(docx), {
    paragraphLoop: true,
    linebreaks: true,
    nullGetter: (part: { readonly value?: string }) => {
      throw new Error(`Invariant broken: the template asks for ${part.value ?? 'an unnamed value'}`)
    },
  })
  letter.render(values)
  return letter.getZip().generate({ type: 'nodebuffer', compression: 'DEFLATE' })
}

/** @throws ApiError 404 for a template or version that this server does not have */
export function readTemplate(
  folder: string,
  templates: readonly LetterTemplate[],
  text: Pick<AnswerText, 'templateId' | 'templateVersion'>,
): Buffer {
  const template = templates.find((it) => it.id === text.templateId && it.version === text.templateVersion)
  if (!template) throw apiErrors.notFound()
  return readFileSync(join(folder, template.file))
}

interface LetterRow {
  readonly organisation: string
  readonly number: string
  readonly executor: string | null
  readonly signer: string | null
}

/** The facts of a case as a letter names them. An answer that is not approved yet has no number and says that it is a draft. */
export async function letterValues(
  tx: Tx,
  theCase: ComplaintCase,
  text: AnswerText,
  zoneOffsetMinutes: number,
): Promise<LetterValues> {
  const stored = theCase.answer !== null && isSameText(theCase.answer, text) ? theCase.answer : null
  const approved = stored?.approval === 'approved' ? stored : null
  const row = await letterRow(tx, theCase, approved?.decidedBy ?? null)
  const acts = await sql<{ kind: 'economic' | 'quality'; number: string; act_on: string }>`
    select kind, data->'act'->>'number' as number, act_on::text as act_on from expertises
    where case_id = ${theCase.id} and data is not null order by act_on, id`.execute(tx)
  const signedOn = approved?.decidedAt == null ? null : dateOf(Date.parse(approved.decidedAt), zoneOffsetMinutes)
  return {
    organisation: row.organisation,
    outgoing: approved === null ? WORDS.draft : outgoingNumber(row.number, approved.revision),
    signedOn: signedOn === null ? WORDS.draft : inLetters(signedOn),
    number: row.number,
    registeredOn: inLetters(theCase.registeredOn),
    recipient: text.recipient,
    address: text.address,
    subject: text.subject,
    findings: text.findings,
    conclusion: text.conclusion,
    justified: theCase.decision?.justified ?? false,
    hasActs: acts.rows.length > 0,
    acts: acts.rows.map((act) => ({ kind: WORDS[act.kind], number: act.number, on: inLetters(act.act_on) })),
    signer: row.signer ?? WORDS.draft,
    executor: row.executor ?? '',
  }
}

/** The facts of a letter about a longer term or about forwarding; as with the answer only the approved text bears number and signature. */
export async function noticeValues(
  tx: Tx,
  theCase: ComplaintCase,
  kind: NoticeKind,
  text: NoticeText,
  { reference, zoneOffsetMinutes }: { readonly reference: LegalReference; readonly zoneOffsetMinutes: number },
): Promise<NoticeValues> {
  const stored = theCase.notices?.[kind]
  const isStored = stored !== undefined && NOTICE_FIELDS.every((field) => stored[field] === text[field])
  const approved = isStored && stored.approval === 'approved' ? stored : null
  const row = await letterRow(tx, theCase, approved?.decidedBy ?? null)
  const signedOn = approved?.decidedAt == null ? null : dateOf(Date.parse(approved.decidedAt), zoneOffsetMinutes)
  const due = kind === 'extension' ? (answerTerm(theCase, reference)?.due ?? null) : null
  const { extension, forwarding } = theCase
  return {
    organisation: row.organisation,
    outgoing: approved === null ? WORDS.draft : outgoingNumber(row.number, approved.revision, kind),
    signedOn: signedOn === null ? WORDS.draft : inLetters(signedOn),
    number: row.number,
    registeredOn: inLetters(theCase.registeredOn),
    recipient: text.recipient,
    address: text.address,
    body: text.body,
    extendedTo: due === null ? '' : inLetters(due),
    extendedBy: extension === null ? '' : String(extension.days),
    forwardedTo: forwarding?.to ?? '',
    forwardedOn: forwarding === null ? '' : inLetters(forwarding.on),
    signer: row.signer ?? WORDS.draft,
    executor: row.executor ?? '',
  }
}

const NOTICE_FIELDS = ['templateId', 'templateVersion', 'recipient', 'address', 'body'] as const

/** @throws ApiError 404 when the appeal of the case is not there */
async function letterRow(tx: Tx, theCase: ComplaintCase, signerId: string | null): Promise<LetterRow> {
  const { rows } = await sql<LetterRow>`
    select org.name as organisation, appeal.number, executor.name as executor, signer.name as signer
    from appeals appeal join organisations org on org.id = appeal.org_id
      left join users executor on executor.id = ${theCase.assignedTo}
      left join users signer on signer.id = ${signerId}
    where appeal.id = ${theCase.id}`.execute(tx)
  const row = rows[0]
  if (!row) throw apiErrors.notFound()
  return row
}

/** Whether the text that is asked for is the one that was put forward: only that one may carry number and signature. */
function isSameText(a: AnswerText, b: AnswerText): boolean {
  const fields = ['templateId', 'templateVersion', 'recipient', 'address', 'subject', 'findings', 'conclusion'] as const
  return fields.every((field) => a[field] === b[field])
}

function inLetters(date: LocalDate): string {
  return date.split('-').reverse().join('.')
}
