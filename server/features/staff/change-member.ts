import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { ADVISORY_SPACES, type Tx } from '#server/db/database.ts'
import type { RecordKinds } from '#server/db/record-kind.ts'
import { loadRecords } from '#server/db/record-store.ts'
import { scopeLookups } from '#server/db/scope-lookups.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { writeScopedRecords } from '#server/sync/scoped-records.ts'
import { periodsFrom } from '#shared/features/staff/admission.ts'
import {
  changeProblems,
  changesReach,
  type MemberChange,
  type NewStaffDocument,
} from '#shared/features/staff/member-change.ts'
import type { Representative } from '#shared/features/staff/representative.ts'
import type { Abilities } from '#shared/features/staff/team.ts'
import type { Actor, Role } from '#shared/kernel/actor.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import { admissionsByUser } from './read-team.ts'

export interface ChangeSite {
  readonly tx: Tx
  readonly actor: Actor
  readonly nowMs: number
  /** Today of the organisation. */
  readonly day: LocalDate
}

export interface MemberChangeContext {
  readonly kinds: RecordKinds
  readonly audit: Auditor
  /** Ends the sessions of a colleague and closes the live connections of all nodes; other slices, so server/app hands it in. */
  readonly endSessions: (tx: Tx, userId: string, nowMs: number) => Promise<void>
  /** Moves the work of a colleague between scopes after the clinics or the level have changed (rule PULL2). */
  readonly moveWork: (tx: Tx, orgId: string, userId: string) => Promise<void>
  /** What the distribution plan of a day lets a colleague be given. */
  readonly abilitiesOn: (day: LocalDate) => Abilities
}

interface Account {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly extension: string | null
  readonly active: boolean
  readonly version: number
  readonly clinic_ids: string[]
  readonly skills: string[]
  readonly languages: string[]
}

/**
 * Changes a colleague of the actor's organisation with all that follows, in one transaction (REQUIREMENTS S9).
 * @throws ApiError 404 for anybody else, 409 `staff.changedMeanwhile` for an older version, 400 for what the guards refuse
 */
export async function changeMember(
  context: MemberChangeContext,
  site: ChangeSite,
  userId: string,
  wanted: MemberChange,
): Promise<void> {
  const { tx, actor } = site
  const before = await lockAccount(tx, actor.orgId, userId)
  if (before.version !== wanted.version) throw apiErrors.changedMeanwhile(before.version)
  const change = { ...wanted, clinicIds: [...new Set(wanted.clinicIds)].sort() }
  const member = { userId, role: before.role, isActive: before.active, clinicIds: before.clinic_ids }
  const otherAdministrators = before.role === 'AD' ? await lockOtherAdministrators(tx, actor.orgId, userId) : 1
  const problems = changeProblems(change, { actor, member, otherAdministrators })
  const hasUnknown = await hasUnknownClinic(tx, actor.orgId, change.clinicIds)
  const wrong = [
    ...problems,
    ...(hasUnknown ? [refuse('record.notFound', 'clinicIds')] : []),
    ...unknownAbilities(context.abilitiesOn(site.day), before, change),
  ]
  if (wrong.length > 0) throw apiErrors.invalid(wrong)

  await tx
    .updateTable('users')
    .set({
      role: change.role,
      clinic_ids: [...change.clinicIds],
      active: change.isActive,
      skills: [...new Set(change.skills ?? before.skills)].sort(),
      languages: [...new Set(change.languages ?? before.languages)].sort(),
      version: before.version + 1,
    })
    .where('id', '=', userId)
    .execute()
  await keepDocuments(site, userId, change.documents)
  await writeRepresentative(context.kinds, site, before, change)
  const isReachChanged = changesReach(member, change)
  if (isReachChanged) {
    await context.moveWork(tx, actor.orgId, userId)
    await context.endSessions(tx, userId, site.nowMs)
  }
  await context.audit(tx, actor, { action: 'staff.change', subject: null, details: deedOf(before, change) })
}

/** @throws ApiError 404 for whoever is not of the organisation: the answer must not tell who exists */
async function lockAccount(tx: Tx, orgId: string, userId: string): Promise<Account> {
  const account = await tx
    .selectFrom('users')
    .select(['id', 'name', 'role', 'extension', 'active', 'version', 'clinic_ids', 'skills', 'languages'])
    .where('id', '=', userId)
    .where('org_id', '=', orgId)
    .forUpdate()
    .executeTakeFirst()
  if (!account) throw apiErrors.notFound()
  return account
}

/**
 * How many other administrators may sign in. Two administrators who unmake each other at once would leave nobody: one advisory lock for
 * the organisation lets the second of them see what the first did.
 */
async function lockOtherAdministrators(tx: Tx, orgId: string, userId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(${ADVISORY_SPACES.administrators}, hashtext(${orgId}))`.execute(tx)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from users
    where org_id = ${orgId} and role = 'AD' and active and id <> ${userId}`.execute(tx)
  return rows[0]?.count ?? 0
}

/** What an older plan gave may stay; new is only what the plan in force knows. */
function unknownAbilities({ skills, languages }: Abilities, before: Account, change: MemberChange): Refusal[] {
  const knownSkills = new Set([...before.skills, ...skills.map(({ code }) => code)])
  const knownLanguages = new Set([...before.languages, ...languages])
  return [
    ...(change.skills?.every((code) => knownSkills.has(code)) === false ? [refuse('record.notFound', 'skills')] : []),
    ...(change.languages?.every((code) => knownLanguages.has(code)) === false
      ? [refuse('record.notFound', 'languages')]
      : []),
  ]
}

async function hasUnknownClinic(tx: Tx, orgId: string, clinicIds: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from clinics
    where org_id = ${orgId} and data is not null and id = any(${[...clinicIds]}::text[])`.execute(tx)
  return (rows[0]?.count ?? 0) < clinicIds.length
}

async function keepDocuments(
  { tx, actor, nowMs }: ChangeSite,
  userId: string,
  documents: readonly NewStaffDocument[],
): Promise<void> {
  for (const { kind, documentNumber, from, until } of documents)
    await tx
      .insertInto('staff_documents')
      .values({
        id: newUuid(nowMs, (length) => randomBytes(length)),
        org_id: actor.orgId,
        user_id: userId,
        kind,
        document_number: documentNumber,
        valid_from: from,
        valid_until: until,
        entered_by: actor.userId,
        entered_at: toInstant(nowMs),
      })
      .execute()
}

/** Colleagues see the new level, and her own desk whether she is admitted: the record is synced to all of the organisation. */
async function writeRepresentative(
  kinds: RecordKinds,
  { tx, actor, day }: ChangeSite,
  before: Account,
  change: MemberChange,
): Promise<void> {
  const ref = { kind: 'representative', id: before.id }
  const present = (await loadRecords(tx, kinds, actor.orgId, [ref], true)).get(`representative:${before.id}`)
  const admissions = await admissionsByUser(tx, actor.orgId, before.id)
  const data: Representative = {
    id: before.id as Representative['id'],
    name: before.name,
    role: change.role,
    extension: before.extension,
    clinicIds: [...change.clinicIds],
    active: change.isActive,
    admissions: periodsFrom(admissions.get(before.id) ?? [], day),
  }
  const record = { ...ref, version: (present?.version ?? 0) + 1, orgId: actor.orgId, data }
  if (!(await writeScopedRecords(tx, kinds, scopeLookups(tx, actor.orgId), [record])))
    throw new Error('Invariant broken: the id of a user is a record of another organisation')
}

/** For the audit: what changed, by ids and codes; a part that did not change is null. */
function deedOf(before: Account, change: MemberChange): Record<string, string | number | null> {
  const [were, are] = [new Set<string>(before.clinic_ids), new Set<string>(change.clinicIds)]
  const listed = (ids: readonly string[]): string | null => (ids.length === 0 ? null : ids.join(' '))
  const documents = change.documents.map(({ kind, from, until }) => `${kind} ${from}/${until ?? ''}`)
  return {
    userId: before.id,
    version: before.version + 1,
    role: before.role === change.role ? null : `${before.role}>${change.role}`,
    active: before.active === change.isActive ? null : change.isActive ? 'on' : 'off',
    clinicsAdded: listed([...are].filter((id) => !were.has(id))),
    clinicsRemoved: listed([...were].filter((id) => !are.has(id))),
    skills: changedList(before.skills, change.skills),
    languages: changedList(before.languages, change.languages),
    documents: documents.length === 0 ? null : documents.join(', '),
  }
}

function changedList(were: readonly string[], are: readonly string[] | undefined): string | null {
  const [before, after] = [[...were].sort().join(' '), [...(are ?? were)].sort().join(' ')]
  return before === after ? null : `${before}>${after}`
}
