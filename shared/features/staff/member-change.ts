import { z } from 'zod'
import { type Role, role } from '../../kernel/actor.ts'
import { localDate } from '../../kernel/calendar.ts'
import { type Refusal, refuse } from '../../kernel/errors.ts'
import { clinicId } from '../../kernel/ids.ts'
import { DOCUMENT_NUMBER_MAX, staffDocumentKind } from './admission.ts'

const CLINICS_MAX = 1_000
/** One of each kind at a time is what the form gives; a few more for who enters a folder of papers by a program. */
const DOCUMENTS_MAX = 10
const SKILLS_MAX = 50
const LANGUAGES_MAX = 30

/** A document as it is entered. Documents are never edited: a later one with the same first day takes its place. */
export const newStaffDocument = z.object({
  kind: staffDocumentKind,
  documentNumber: z.string().trim().min(1, { error: 'staff.documentRequired' }).max(DOCUMENT_NUMBER_MAX),
  from: localDate,
  until: localDate.nullable(),
})
export type NewStaffDocument = Readonly<z.infer<typeof newStaffDocument>>

/** Body of `PUT /api/staff/:id`: the colleague as wanted, with the version that was seen. */
export const memberChange = z.object({
  version: z.number().int().min(1),
  role,
  clinicIds: z.array(clinicId).max(CLINICS_MAX),
  isActive: z.boolean(),
  /** Abilities beyond the level by which the queue chooses (rule DIST5); left out by desks of before: they stay as they are. */
  skills: z.array(z.string().max(40)).max(SKILLS_MAX).optional(),
  /** Languages spoken with callers, ISO 639-1 (rule DIST4); left out they stay as they are. */
  languages: z.array(z.string().length(2)).max(LANGUAGES_MAX).optional(),
  /** Documents to be added. */
  documents: z.array(newStaffDocument).max(DOCUMENTS_MAX),
})
export type MemberChange = Readonly<z.infer<typeof memberChange>>

/** Of the colleague before the change, what the guards ask about. */
export interface MemberStanding {
  readonly userId: string
  readonly role: Role
  readonly isActive: boolean
  readonly clinicIds: readonly string[]
}

/** What the guards ask about besides. */
export interface ChangeGround {
  readonly actor: { readonly userId: string; readonly role: Role }
  readonly member: MemberStanding
  /** Administrators of the organisation who may sign in, without this colleague. */
  readonly otherAdministrators: number
}

/** Whether the change takes rights away or gives others: then the colleague's sessions end and the next sign-in brings the new ones. */
export function changesReach(
  member: MemberStanding,
  change: Pick<MemberChange, 'role' | 'isActive' | 'clinicIds'>,
): boolean {
  return (
    member.role !== change.role ||
    member.isActive !== change.isActive ||
    [...new Set(member.clinicIds)].sort().join() !== [...new Set<string>(change.clinicIds)].sort().join()
  )
}

/**
 * Why a change is not taken, one refusal for each field; empty when it is. The desk asks before it sends, the server decides. Fields are
 * paths of `MemberChange`.
 */
export function changeProblems(change: Omit<MemberChange, 'version'>, ground: ChangeGround): Refusal[] {
  return [...accountProblems(change, ground), ...documentProblems(change.documents)]
}

function accountProblems(
  change: Omit<MemberChange, 'version' | 'documents'>,
  { actor, member, otherAdministrators }: ChangeGround,
): Refusal[] {
  const problems: Refusal[] = []
  const isOwn = actor.userId === member.userId
  const isNewRole = change.role !== member.role
  if (isNewRole && isOwn) problems.push(refuse('staff.ownRole', 'role'))
  // A supervisor who could make administrators, or unmake them, would have their rights.
  else if (isNewRole && actor.role !== 'AD' && (change.role === 'AD' || member.role === 'AD'))
    problems.push(refuse('staff.onlyAdministrator', 'role'))
  if (member.isActive && !change.isActive) {
    if (isOwn) problems.push(refuse('staff.ownActive', 'isActive'))
    else if (member.role === 'AD' && actor.role !== 'AD') problems.push(refuse('staff.onlyAdministrator', 'isActive'))
  }
  const wasAdministrator = member.role === 'AD' && member.isActive
  if (wasAdministrator && (isNewRole || !change.isActive) && otherAdministrators === 0)
    problems.push(refuse('staff.lastAdministrator', isNewRole ? 'role' : 'isActive'))
  if (change.languages?.length === 0) problems.push(refuse('staff.languageRequired', 'languages'))
  if (change.role === 'L2' && change.clinicIds.length === 0) problems.push(refuse('staff.clinicRequired', 'clinicIds'))
  return problems
}

function documentProblems(documents: readonly NewStaffDocument[]): Refusal[] {
  return documents.flatMap(({ documentNumber, from, until }, index) => [
    ...(documentNumber.trim() === '' ? [refuse('staff.documentRequired', `documents.${index}.documentNumber`)] : []),
    ...(until !== null && until < from ? [refuse('staff.datesOutOfOrder', `documents.${index}.until`)] : []),
  ])
}
