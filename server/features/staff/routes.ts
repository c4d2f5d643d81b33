import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import type { Api } from '#server/platform/http-api.ts'
import { actorOf, authorise, type RouteStep } from '#server/platform/request-actor.ts'
import { type TeamDevice, type TeamMember, teamAnswer } from '#shared/features/staff/team.ts'
import { toInstant } from '#shared/kernel/clock.ts'

export interface StaffRouteContext {
  readonly db: Db
  readonly now: () => number
  readonly audit: Auditor
  readonly authenticate: RouteStep
  /** What connected devices say waits on them, by device. */
  readonly unsentOf: (tx: Tx, orgId: string, nowMs: number) => Promise<ReadonlyMap<string, number>>
}

/** The people of the team and their devices (REQUIREMENTS S9). */
export function staffRoutes(api: Api, { db, now, audit, authenticate, unsentOf }: StaffRouteContext): void {
  api.route({
    method: 'GET',
    url: '/api/staff',
    onRequest: [authenticate],
    preHandler: [authorise('staff.keep')],
    schema: { tags: ['staff'], summary: 'Colleagues with their devices', response: { 200: teamAnswer } },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const nowMs = now()
        await audit(tx, actor, { action: 'staff.look', subject: null, details: {} })
        const members = await readTeam(tx, actor.orgId, await unsentOf(tx, actor.orgId, nowMs))
        return { serverTime: toInstant(nowMs), members }
      }),
  })
}

interface MemberRow {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly role: TeamMember['role']
  readonly extension: string | null
  readonly active: boolean
  readonly clinics: string[] | null
}

async function readTeam(tx: Tx, orgId: string, unsent: ReadonlyMap<string, number>): Promise<TeamMember[]> {
  const { rows } = await sql<MemberRow>`
    select users.id, users.login, users.name, users.role, users.extension, users.active,
      (select array_agg(clinic.short_name order by clinic.short_name) from clinics clinic
        where clinic.org_id = users.org_id and clinic.id = any(users.clinic_ids)) as clinics
    from users where users.org_id = ${orgId} order by users.role, users.name`.execute(tx)
  const devices = await tx
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
    .orderBy('devices.seen_at', 'desc')
    .execute()
  return rows.map((row) => ({
    userId: row.id as TeamMember['userId'],
    login: row.login,
    name: row.name,
    role: row.role,
    extension: row.extension,
    clinics: row.role === 'SV' || row.role === 'AD' ? [] : (row.clinics ?? []),
    isAdmitted: row.active,
    devices: devices
      .filter((device) => device.user_id === row.id)
      .map((device) => ({
        id: device.id as TeamDevice['id'],
        host: device.host,
        appVersion: device.app_version,
        createdAt: device.created_at.toISOString(),
        seenAt: device.seen_at.toISOString(),
        revokedAt: device.revoked_at?.toISOString() ?? null,
        revokedByName: device.revoked_by_name,
        unsent: unsent.get(device.id) ?? null,
      })),
  }))
}
