import { sql } from 'kysely'
import { z } from 'zod'
import type { Db, Tx } from '#server/db/database.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import type { Api } from '#server/platform/http-api.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { actorOf, authorise, type RightAction, type RouteStep, reachOf } from '#server/platform/request-actor.ts'
import { personHealth } from '#shared/features/insured-persons/health.ts'
import { type InsuredPerson, insuredPerson } from '#shared/features/insured-persons/person.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { personId } from '#shared/kernel/ids.ts'

const params = z.object({ id: personId })
const lookQuery = z.object({ why: z.enum(['search', 'appeal', 'journal', 'callLog']).default('search') })

/** People read online: by desks that do not hold them, and what is never synced. Each reading is audited before it is answered. */
export function insuredPersonsRoutes(api: Api, db: Db, audit: Auditor, authenticate: RouteStep): void {
  api.route({
    method: 'GET',
    url: '/api/persons/:id',
    onRequest: [authenticate],
    preHandler: [authorise('person.look')],
    schema: {
      tags: ['insured-persons'],
      summary: 'One insured person, without diagnoses',
      params,
      querystring: lookQuery,
      response: { 200: insuredPerson },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const person = await personWithinReach(tx, actor, 'person.look', request.params.id)
        await audit(tx, actor, {
          action: 'person.look',
          subject: person.id,
          details: { why: request.query.why, online: 1 },
        })
        return person
      }),
  })
  api.route({
    method: 'GET',
    url: '/api/persons/:id/health',
    onRequest: [authenticate],
    preHandler: [authorise('person.health.look')],
    schema: {
      tags: ['insured-persons'],
      summary: 'Diagnoses and health group, for experts only',
      params,
      response: { 200: personHealth },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const person = await personWithinReach(tx, actor, 'person.health.look', request.params.id)
        await audit(tx, actor, { action: 'person.health.look', subject: person.id, details: {} })
        const { rows } = await sql<{
          kind: 'diagnosis' | 'healthGroup' | 'care'
          code: string
          since: string
          dispensary: boolean
        }>`
          select kind, code, since::text as since, dispensary from health_facts
          where person_id = ${person.id} and org_id = ${actor.orgId} order by since desc, code`.execute(tx)
        return { facts: rows }
      }),
  })
}

/** @throws ApiError 404, the same for a person who does not exist and one out of reach */
async function personWithinReach(tx: Tx, actor: Actor, action: RightAction, id: string): Promise<InsuredPerson> {
  const isWholeOrg = reachOf(actor, action) === 'org'
  const clinics = [...actor.clinicIds]
  const { rows } = await sql<{ data: InsuredPerson }>`
    select person.data from insured_persons person join organisations org on org.id = person.org_id
    where person.id = ${id} and person.org_id = ${actor.orgId} and person.data is not null
      and person.insurer_code = org.insurer_code
      ${isWholeOrg ? sql`` : sql`and person.clinic_id = any(${clinics}::text[])`}`.execute(tx)
  const person = rows[0]?.data
  if (!person) throw apiErrors.notFound()
  return person
}
