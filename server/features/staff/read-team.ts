import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import { type AdmissionPeriod, admissionOn } from '#shared/features/staff/admission.ts'
import type { StaffDocument, TeamDevice, TeamMember } from '#shared/features/staff/team.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'

interface MemberRow {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly role: TeamMember['role']
  readonly extension: string | null
  readonly active: boolean
  readonly version: number
  readonly clinic_ids: TeamMember['clinicIds']
  readonly clinics: string[] | null
  readonly skills: string[]
  readonly languages: string[]
}

/** What of a team is asked for. */
export interface TeamQuery {
  readonly orgId: string
  /** One colleague; null is the whole organisation. */
  readonly userId: string | null
  /** Day of the organisation by which admissions are told. */
  readonly day: LocalDate
  /** What connected devices say waits on them, by device. */
  readonly unsent: ReadonlyMap<string, number>
}

/** Colleagues with their admission and devices, by level and name. */
export async function readTeam(tx: Tx, query: TeamQuery): Promise<TeamMember[]> {
  const { orgId, userId } = query
  const { rows } = await sql<MemberRow>`
    select users.id, users.login, users.name, users.role, users.extension, users.active, users.version, users.clinic_ids, users.skills, users.languages,
      (select array_agg(clinic.short_name order by clinic.short_name) from clinics clinic
        where clinic.org_id = users.org_id and clinic.id = any(users.clinic_ids)) as clinics
    from users where users.org_id = ${orgId} and (${userId}::text is null or users.id = ${userId})
    order by users.role, users.name`.execute(tx)
  const devices = await devicesByUser(tx, query)
  const admissions = await admissionsByUser(tx, orgId, userId)
  return rows.map((row) => {
    const admission = admissionOn(admissions.get(row.id) ?? [], query.day)
    return {
      userId: row.id as TeamMember['userId'],
      version: row.version,
      login: row.login,
      name: row.name,
      role: row.role,
      extension: row.extension,
      clinics: row.role === 'SV' || row.role === 'AD' ? [] : (row.clinics ?? []),
      clinicIds: row.clinic_ids,
      skills: row.skills,
      languages: row.languages,
      isActive: row.active,
      isAdmitted: admission.isAdmitted,
      admittedUntil: admission.until,
      devices: devices.get(row.id) ?? [],
    }
  })
}

async function devicesByUser(tx: Tx, { orgId, userId, unsent }: TeamQuery): Promise<Map<string, TeamDevice[]>> {
  const rows = await tx
    .selectFrom('devices')
    .innerJoin('users', 'users.id', 'devices.user_id')
    .leftJoin('users as revoker', 'revoker.id', 'devices.revoked_by')
    .select([
      'devices.id',
      'devices.user_id',
      'devices.host',
      'devices.app_version',
      'devices.created_at',
      'devices.seen_at',
      'devices.revoked_at',
      'revoker.name as revoked_by_name',
    ])
    .where('users.org_id', '=', orgId)
    .$if(userId !== null, (asked) => asked.where('users.id', '=', userId ?? ''))
    .orderBy('devices.seen_at', 'desc')
    .execute()
  const byUser = new Map<string, TeamDevice[]>()
  for (const device of rows)
    byUser.set(device.user_id, [
      ...(byUser.get(device.user_id) ?? []),
      {
        id: device.id as TeamDevice['id'],
        host: device.host,
        appVersion: device.app_version,
        createdAt: device.created_at.toISOString(),
        seenAt: device.seen_at.toISOString(),
        revokedAt: device.revoked_at?.toISOString() ?? null,
        revokedByName: device.revoked_by_name,
        unsent: unsent.get(device.id) ?? null,
      },
    ])
  return byUser
}

/** Admissions in the order of entering, which decides between those with one first day. */
export async function admissionsByUser(
  db: Db | Tx,
  orgId: string,
  userId: string | null,
): Promise<Map<string, AdmissionPeriod[]>> {
  const { rows } = await sql<{ user_id: string; from: string; until: string | null }>`
    select user_id, valid_from::text as from, valid_until::text as until from staff_documents
    where org_id = ${orgId} and kind = 'admission' and (${userId}::text is null or user_id = ${userId})
    order by entry`.execute(db)
  const byUser = new Map<string, AdmissionPeriod[]>()
  for (const { user_id, from, until } of rows) byUser.set(user_id, [...(byUser.get(user_id) ?? []), { from, until }])
  return byUser
}

/** All documents of a colleague, the last entered first. */
export async function readDocuments(tx: Tx, orgId: string, userId: string): Promise<StaffDocument[]> {
  const { rows } = await sql<Omit<StaffDocument, 'enteredAt'> & { readonly entered_at: Date }>`
    select document.id, document.kind, document.document_number as "documentNumber",
      document.valid_from::text as from, document.valid_until::text as until,
      author.name as "enteredByName", document.entered_at
    from staff_documents document left join users author on author.id = document.entered_by
    where document.org_id = ${orgId} and document.user_id = ${userId}
    order by document.entry desc`.execute(tx)
  return rows.map(({ entered_at, ...document }) => ({ ...document, enteredAt: entered_at.toISOString() }))
}
