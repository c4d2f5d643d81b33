import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import { rightOf } from '#shared/features/auth/rights.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import type { ScopeName } from '#shared/protocol/pull.ts'

export interface AllowedScope {
  readonly name: ScopeName
  readonly title: string
}

/**
 * What a desk of this actor may hold (rule PULL2): operators, representatives and experts the registries and journals of their
 * clinics and their own work, experts also the cases that nobody works yet; supervisors all clinics and the team; administrators reference data only.
 */
export async function scopesOfActor(db: Db | Tx, actor: Actor): Promise<AllowedScope[]> {
  const scopes: AllowedScope[] = [{ name: `reference:${actor.orgId}`, title: '' }]
  const reach = rightOf(actor.role, 'person.look')
  if (reach === null) return scopes
  scopes.push({ name: `own:${actor.userId}`, title: '' })
  for (const clinic of await clinicsWithin(db, actor, reach === 'org')) {
    scopes.push({ name: `registry:${clinic.id}`, title: clinic.short_name })
    scopes.push({ name: `journal:${clinic.id}`, title: clinic.short_name })
  }
  if (rightOf(actor.role, 'complaint.work') === 'own') scopes.push({ name: `queue:${actor.orgId}`, title: '' })
  if (rightOf(actor.role, 'callLog.look') === 'org') scopes.push({ name: `team:${actor.orgId}`, title: '' })
  return scopes
}

async function clinicsWithin(
  db: Db | Tx,
  actor: Actor,
  isWholeOrg: boolean,
): Promise<{ id: string; short_name: string }[]> {
  const own = [...actor.clinicIds]
  const { rows } = await sql<{ id: string; short_name: string }>`
    select id, coalesce(short_name, '') as short_name from clinics
    where org_id = ${actor.orgId} and data is not null
      ${isWholeOrg ? sql`` : sql`and id = any(${own}::text[])`}
    order by id`.execute(db)
  return rows
}
