import type { StaffDocumentKind } from '#shared/features/staff/admission.ts'
import {
  type ChangeGround,
  changeProblems,
  changesReach,
  type MemberChange,
  memberChange,
} from '#shared/features/staff/member-change.ts'
import type { MemberDetail, StaffDocument } from '#shared/features/staff/team.ts'
import { addDays, type LocalDate } from '#shared/kernel/calendar.ts'
import { type Refusal, refusalsOf, refuse } from '#shared/kernel/errors.ts'

/** What of an account the form changes. Abilities are missing in a form that a desk of before has kept: they stay as they are. */
type Account = Pick<MemberChange, 'role' | 'clinicIds' | 'isActive' | 'skills' | 'languages'>
export const ACCOUNT_FIELDS = ['role', 'clinicIds', 'isActive', 'skills', 'languages'] as const
export type AccountField = (typeof ACCOUNT_FIELDS)[number]

/** A document as it is typed; a day that cannot be read stands as its text, for the check to refuse. */
export interface DocumentDraft {
  readonly documentNumber: string
  readonly from: string
  /** Null is without an end: that is said, never understood from an empty field. */
  readonly until: string | null
}

/** The form of one colleague. `base` is what it was begun upon: only what differs from it is the supervisor's own. */
export type MemberDraft = Account & { readonly [K in StaffDocumentKind]: DocumentDraft | null } & {
  readonly base: Account & { readonly version: number; readonly lastDocumentId: string | null }
}

const DOCUMENT_KINDS = ['admission', 'training'] as const

export function beginDraft({ member, documents }: MemberDetail): MemberDraft {
  const { role, clinicIds, isActive, skills, languages, version } = member
  const account = { role, clinicIds, isActive, skills, languages }
  const lastDocumentId = documents[0]?.id ?? null
  return { ...account, admission: null, training: null, base: { ...account, version, lastDocumentId } }
}

/** An empty admission begins on the day after the present one, anything else today. */
export function emptyDocument(
  kind: StaffDocumentKind,
  { admittedUntil }: MemberDetail['member'],
  today: LocalDate,
): DocumentDraft {
  const from = kind === 'admission' && admittedUntil !== null ? addDays(admittedUntil, 1) : today
  return { documentNumber: '', from, until: kind === 'admission' ? '' : null }
}

/** A document to be entered once more: with the same first day it takes the place of the old one. */
export function repeatDocument({ documentNumber, from, until }: StaffDocument): DocumentDraft {
  return { documentNumber, from, until }
}

/** Path of a part of a document in the request, for finding what is wrong with it. */
export function documentField(draft: MemberDraft, kind: StaffDocumentKind, part: keyof DocumentDraft): string {
  const index = DOCUMENT_KINDS.filter((it) => draft[it] !== null).indexOf(kind)
  return `documents.${index}.${part}`
}

export function changeOf(draft: MemberDraft): MemberChange {
  const { role, clinicIds, isActive, skills, languages, base } = draft
  const documents = DOCUMENT_KINDS.flatMap((kind) => {
    const document = draft[kind]
    return document === null
      ? []
      : [{ kind, documentNumber: document.documentNumber, from: document.from, until: document.until }]
  })
  const abilities = { ...(skills && { skills }), ...(languages && { languages }) }
  return { version: base.version, role, clinicIds, isActive, ...abilities, documents }
}

/** Everything that is wrong, one refusal for each field; empty when the form can be sent. */
export function problemsOf(draft: MemberDraft, ground: Omit<ChangeGround, 'member'> & { userId: string }): Refusal[] {
  const change = changeOf(draft)
  const parsed = memberChange.safeParse(change)
  const shape = parsed.success ? [] : refusalsOf(parsed.error)
  const missing = change.documents.flatMap((document, index) =>
    (['from', 'until'] as const)
      .filter((day) => document[day] === '')
      .map((day) => refuse('input.required', `documents.${index}.${day}`)),
  )
  const member = { ...draft.base, userId: ground.userId }
  const byField = new Map<string | undefined, Refusal>()
  for (const problem of [...missing, ...shape, ...changeProblems(change, { ...ground, member })])
    if (!byField.has(problem.field)) byField.set(problem.field, problem)
  return [...byField.values()]
}

/** Whether there is something to send. */
export function isChanged(draft: MemberDraft): boolean {
  const isOther = (['skills', 'languages'] as const).some((field) => !isSame(field, draft, draft.base))
  return draft.admission !== null || draft.training !== null || isOther || endsSessions(draft)
}

/** Whether the colleague will have to sign in again. */
export function endsSessions(draft: MemberDraft): boolean {
  return changesReach({ ...draft.base, userId: '' }, draft)
}

/** What a colleague has saved since the form was begun. */
export interface Meanwhile {
  readonly fields: readonly AccountField[]
  /** Entered meanwhile, the last first. */
  readonly documents: readonly StaffDocument[]
}

/** Fields in which the form and the server differ, and documents the form did not know of. */
export function meanwhileOf(draft: MemberDraft, { member, documents }: MemberDetail): Meanwhile {
  const known = documents.findIndex(({ id }) => id === draft.base.lastDocumentId)
  return {
    fields: ACCOUNT_FIELDS.filter((field) => !isSame(field, draft, member) && !isSame(field, draft.base, member)),
    documents: known === -1 ? documents : documents.slice(0, known),
  }
}

/** The form upon what the server has now: what was changed in it stays, what was not follows the server. */
export function rebaseDraft(draft: MemberDraft, theirs: MemberDetail): MemberDraft {
  const fresh = beginDraft(theirs)
  const mine = Object.fromEntries(
    ACCOUNT_FIELDS.filter((field) => !isSame(field, draft, draft.base)).map((field) => [field, draft[field]]),
  )
  return { ...fresh, ...mine, admission: draft.admission, training: draft.training }
}

function isSame(field: AccountField, one: Account, other: Account): boolean {
  if (one[field] === undefined || other[field] === undefined) return true
  const keyOf = (account: Account): string => [account[field]].flat().map(String).sort().join()
  return keyOf(one) === keyOf(other)
}
