import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Db, Tx } from '#server/db/database.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import type { Api } from '#server/platform/http-api.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { actorOf, authorise, type RouteStep, reachOf } from '#server/platform/request-actor.ts'
import {
  decisionRequest,
  type ImportJob,
  importJob,
  importJobs,
  importRows,
  LARGEST_LIST_BYTES,
  protocolQuery,
  rowsQuery,
  uploadQuery,
} from '#shared/features/preventive-care/import/import-job.ts'
import type { ListProtocol } from '#shared/features/preventive-care/import/list-protocol.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { clinicId, newUuid, uuid } from '#shared/kernel/ids.ts'
import type { ImportRunner } from './import-runner.ts'
import { cancelJob, confirmJob, decideRow, jobWithin, readRows, receiveFile } from './import-service.ts'
import { type JobReach, readJobs, readStoredRows, type StoredRow } from './import-tables.ts'
import { protocolCsv, protocolWorkbook, type RowPages } from './protocol-file.ts'

export interface ImportRouteContext {
  readonly db: Db
  readonly now: () => number
  readonly audit: Auditor
  readonly authenticate: RouteStep
  readonly runner: ImportRunner
  readonly protocol: ListProtocol
}

const SHOWN_JOBS = 20
const PROTOCOL_PAGE = 1_000
const jobParams = z.object({ id: uuid })

/** Lists that clinics send: upload, preview, doubts, confirmation, protocol (REQUIREMENTS P2). */
export function clinicListRoutes(api: Api, context: ImportRouteContext): void {
  uploadRoute(api, context)
  readingRoutes(api, context)
  decidingRoutes(api, context)
}

function reachFor(actor: Actor): JobReach {
  return { orgId: actor.orgId, clinicIds: reachOf(actor, 'clinicList.load') === 'org' ? null : actor.clinicIds }
}

/** The pipeline of every route here. */
function pipeline({ authenticate }: ImportRouteContext) {
  return { onRequest: [authenticate], preHandler: [authorise('clinicList.load')] }
}

function uploadRoute(api: Api, context: ImportRouteContext): void {
  const { db, now, audit, authenticate, runner } = context
  void api.register(async (scope) => {
    // The body is passed on as it comes: a list may be larger than any request that is read whole.
    scope.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
    scope.route({
      method: 'POST',
      url: '/api/clinic-lists',
      // Rights before the body: nobody else may send a hundred megabytes.
      onRequest: [authenticate, authorise('clinicList.load')],
      bodyLimit: LARGEST_LIST_BYTES,
      schema: {
        tags: ['clinic-lists'],
        summary: 'Uploads a list of a clinic; reading begins in the background',
        consumes: ['application/octet-stream'],
        querystring: uploadQuery,
        response: { 200: importJob },
      },
      handler: async (request): Promise<ImportJob> => {
        const actor = actorOf(request)
        const query = request.query as z.infer<typeof uploadQuery>
        const reach = reachFor(actor)
        await refuseForeignClinic(db, reach, query.clinicId)
        const id = newUuid(now(), randomBytes)
        const upload = { ...query, id, orgId: actor.orgId, userId: actor.userId, at: toInstant(now()) }
        await receiveFile(db, upload, request.body as AsyncIterable<Uint8Array>)
        const job = await db.transaction().execute(async (tx) => {
          await audit(tx, actor, { action: 'clinicList.upload', subject: id, details: { clinicId: query.clinicId } })
          return shownJob(tx, reach, id)
        })
        runner.wake(id)
        return job
      },
    })
  })
}

/** @throws ApiError 404, the same for a clinic that does not exist and one out of reach */
async function refuseForeignClinic(db: Db, { orgId, clinicIds }: JobReach, id: string): Promise<void> {
  const { rows } = await sql`select 1 from clinics where id = ${id} and org_id = ${orgId} and data is not null`.execute(
    db,
  )
  if (rows.length === 0 || (clinicIds !== null && !clinicIds.includes(id))) throw apiErrors.notFound()
}

async function shownJob(tx: Tx, reach: JobReach, id: string): Promise<ImportJob> {
  const [job] = await readJobs(tx, reach, { id })
  if (job === undefined) throw apiErrors.notFound()
  return job
}

function readingRoutes(api: Api, context: ImportRouteContext): void {
  const { db, audit, protocol } = context
  api.route({
    method: 'GET',
    url: '/api/clinic-lists',
    ...pipeline(context),
    schema: {
      tags: ['clinic-lists'],
      summary: 'The newest lists of the clinics within reach',
      querystring: z.object({ clinicId: clinicId.optional() }),
      response: { 200: importJobs },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const which = { clinicId: request.query.clinicId ?? null, limit: SHOWN_JOBS }
        return { items: await readJobs(tx, reachFor(actorOf(request)), which) }
      }),
  })
  api.route({
    method: 'GET',
    url: '/api/clinic-lists/:id',
    ...pipeline(context),
    schema: {
      tags: ['clinic-lists'],
      summary: 'State, progress and counts of one list',
      params: jobParams,
      response: { 200: importJob },
    },
    handler: (request) => db.transaction().execute((tx) => shownJob(tx, reachFor(actorOf(request)), request.params.id)),
  })
  api.route({
    method: 'GET',
    url: '/api/clinic-lists/:id/rows',
    ...pipeline(context),
    schema: {
      tags: ['clinic-lists'],
      summary: 'Rows of one kind in the order of the file',
      params: jobParams,
      querystring: rowsQuery,
      response: { 200: importRows },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const job = await jobWithin(tx, reachFor(actor), request.params.id)
        const answer = await readRows(tx, job, request.query)
        const details = { kind: request.query.kind, after: request.query.after, shown: answer.items.length }
        await audit(tx, actor, { action: 'clinicList.look', subject: job.id, details })
        return answer
      }),
  })
  api.route({
    method: 'GET',
    url: '/api/clinic-lists/:id/protocol',
    ...pipeline(context),
    schema: {
      tags: ['clinic-lists'],
      summary: 'The protocol for the clinic, a line for each fault',
      params: jobParams,
      querystring: protocolQuery,
    },
    handler: async (request, reply) => {
      const { format } = request.query
      const actor = actorOf(request)
      const job = await db.transaction().execute(async (tx) => {
        const found = await jobWithin(tx, reachFor(actor), request.params.id)
        await audit(tx, actor, { action: 'clinicList.export', subject: found.id, details: { format } })
        return found
      })
      const name = protocol.fileName.replace('{{name}}', job.file_name.replace(/\.[a-z0-9]+$/i, ''))
      reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.${format}`)}`)
      const pages = rowPages(db, job.id)
      if (format === 'csv') return reply.type('text/csv; charset=utf-8').send(protocolCsv(pages, protocol))
      return reply
        .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .send(await protocolWorkbook(pages, protocol))
    },
  })
}

async function* rowPages(db: Db, jobId: string): RowPages {
  let page: StoredRow[]
  for (let after = 0; ; after = page.at(-1)?.n ?? after) {
    page = await readStoredRows(db, jobId, { kind: null, after, limit: PROTOCOL_PAGE })
    if (page.length > 0) yield page
    if (page.length < PROTOCOL_PAGE) return
  }
}

function decidingRoutes(api: Api, context: ImportRouteContext): void {
  const { db, now, audit, runner } = context
  api.route({
    method: 'POST',
    url: '/api/clinic-lists/:id/rows/:place/decision',
    ...pipeline(context),
    schema: {
      tags: ['clinic-lists'],
      summary: 'Answers whom a doubtful row speaks of',
      params: jobParams.extend({ place: z.coerce.number().int().min(1) }),
      body: decisionRequest,
      response: { 200: importJob },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const reach = reachFor(actor)
        const { decision } = request.body
        const job = await jobWithin(tx, reach, request.params.id, true)
        await decideRow(tx, job, request.params.place, decision)
        const details = { place: request.params.place, decision: decision ?? 'none' }
        await audit(tx, actor, { action: 'clinicList.decide', subject: job.id, details })
        return shownJob(tx, reach, job.id)
      }),
  })
  for (const deed of ['confirm', 'cancel'] as const)
    api.route({
      method: 'POST',
      url: `/api/clinic-lists/:id/${deed}`,
      ...pipeline(context),
      schema: {
        tags: ['clinic-lists'],
        summary: deed === 'confirm' ? 'Applies the previewed list' : 'Stops an import; what was applied stays',
        params: jobParams,
        response: { 200: importJob },
      },
      handler: async (request) => {
        const actor = actorOf(request)
        const reach = reachFor(actor)
        const at = toInstant(now())
        const shown = await db.transaction().execute(async (tx) => {
          const job = await jobWithin(tx, reach, request.params.id, true)
          if (deed === 'confirm') await confirmJob(tx, job, { userId: actor.userId, at })
          else await cancelJob(tx, job, at)
          await audit(tx, actor, { action: `clinicList.${deed}`, subject: job.id, details: {} })
          return shownJob(tx, reach, job.id)
        })
        if (deed === 'confirm') runner.wake(shown.id)
        return shown
      },
    })
}
