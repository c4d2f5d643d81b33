import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { reachOf } from '#server/platform/request-actor.ts'
import type { ComplaintCase } from '#shared/features/complaints/complaint-case.ts'
import type { Actor } from '#shared/kernel/actor.ts'

/**
 * A case that the actor may work on: an expert's own, any of the organisation for a supervisor.
 * @throws ApiError 403 without the right, 404 for a case that is out of reach or does not exist
 */
export async function caseWithinReach(db: Db | Tx, actor: Actor, id: string): Promise<ComplaintCase> {
  const isWholeOrg = reachOf(actor, 'complaint.work') === 'org'
  const { rows } = await sql<{ data: ComplaintCase }>`
    select data from complaint_cases where id = ${id} and org_id = ${actor.orgId} and data is not null
      ${isWholeOrg ? sql`` : sql`and assigned_to = ${actor.userId}`}`.execute(db)
  const found = rows[0]?.data
  if (!found) throw apiErrors.notFound()
  return found
}
