import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { FileStore } from '@tus/file-store'
import { Server as TusServer } from '@tus/server'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '#server/db/database.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import { contentProblem } from '#server/platform/file-content.ts'
import type { Api } from '#server/platform/http-api.ts'
import { ApiError, apiErrors } from '#server/platform/http-errors.ts'
import { actorOf, authorise, type RouteStep } from '#server/platform/request-actor.ts'
import { acceptPieces, speakTus, tusError } from '#server/platform/resumable-upload.ts'
import { type ComplaintCase, FILE_BYTES_MAX } from '#shared/features/complaints/complaint-case.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { refuse } from '#shared/kernel/errors.ts'
import { appealId, fileId } from '#shared/kernel/ids.ts'
import { must } from '#shared/kernel/result.ts'
import { caseWithinReach } from './case-reach.ts'

export interface FileRouteContext {
  readonly db: Db
  readonly audit: Auditor
  readonly authenticate: RouteStep
  readonly now: () => number
  /** Outside everything that is served; all API nodes must see the same folder. */
  readonly folder: string
}

const caseParams = z.object({ caseId: appealId })
const fileParams = z.object({ caseId: appealId, fileId })
type NamedFile = ComplaintCase['files'][number]

/** What a tus request is about, found before the protocol is spoken; the hooks of the library only see the request. */
interface Upload {
  readonly theCase: ComplaintCase
  readonly file: NamedFile
  readonly request: FastifyRequest
}

/**
 * Content of the files that cases name, uploaded in pieces by the tus protocol 1.0 so that a broken connection goes on where it stopped. A
 * file is accepted only when size, type by its first bytes, and checksum are those that the case names.
 */
export function complaintFileRoutes(api: Api, context: FileRouteContext): void {
  const steps = { onRequest: [context.authenticate], preHandler: [authorise('complaint.work')] }
  void api.register(async (scope) => {
    const pieces = scope as unknown as Api
    acceptPieces(pieces)
    const uploads = new WeakMap<globalThis.Request, Upload>()
    const tus = tusServer(context, uploads)
    pieces.route({
      method: 'POST',
      url: '/api/complaint-cases/:caseId/files',
      ...steps,
      schema: {
        tags: ['complaints'],
        summary: 'Begins the upload of a file that the case names (tus creation); metadata: fileId',
        params: caseParams,
      },
      handler: async (request, reply) => {
        const id = fileIdIn(request.headers['upload-metadata'])
        const upload = await uploadOf(context, request, request.params.caseId, id)
        if (await isPresent(context.db, upload.file.id)) throw filePresent()
        return speakTus(tus, request, reply, (asked) => uploads.set(asked, upload))
      },
    })
    for (const method of ['HEAD', 'PATCH'] as const)
      pieces.route({
        method,
        url: '/api/complaint-cases/:caseId/files/:fileId',
        ...steps,
        schema: {
          tags: ['complaints'],
          summary: method === 'PATCH' ? 'Next piece of a file (tus)' : 'How much of a file has arrived (tus)',
          params: fileParams,
        },
        handler: async (request, reply) => {
          const upload = await uploadOf(context, request, request.params.caseId, request.params.fileId)
          return speakTus(tus, request, reply, (asked) => uploads.set(asked, upload))
        },
      })
  })
  readRoutes(api, context, steps)
}

function readRoutes(api: Api, context: FileRouteContext, steps: { onRequest: RouteStep[]; preHandler: RouteStep[] }) {
  const { db, audit } = context
  api.route({
    method: 'GET',
    url: '/api/complaint-cases/:caseId/files',
    ...steps,
    schema: {
      tags: ['complaints'],
      summary: 'Files of a case whose content has arrived',
      params: caseParams,
      response: { 200: z.object({ files: z.array(z.object({ id: fileId })) }) },
    },
    handler: async (request) => {
      const theCase = await caseWithinReach(db, actorOf(request), request.params.caseId)
      const { rows } = await sql<{ id: z.infer<typeof fileId> }>`
        select id from case_files where case_id = ${theCase.id} order by id`.execute(db)
      return { files: rows }
    },
  })
  api.route({
    method: 'GET',
    url: '/api/complaint-cases/:caseId/files/:fileId',
    exposeHeadRoute: false,
    ...steps,
    schema: { tags: ['complaints'], summary: 'Content of a file; the look is audited', params: fileParams },
    handler: async (request, reply) => {
      const actor = actorOf(request)
      const theCase = await caseWithinReach(db, actor, request.params.caseId)
      const file = theCase.files.find((it) => it.id === request.params.fileId)
      if (!file || !(await isPresent(db, file.id))) throw apiErrors.notFound()
      await db
        .transaction()
        .execute((tx) =>
          audit(tx, actor, { action: 'complaint.file.look', subject: theCase.id, details: { fileId: file.id } }),
        )
      return reply
        .header('content-type', file.type)
        .header('content-disposition', 'attachment')
        .header('x-content-type-options', 'nosniff')
        .send(createReadStream(join(context.folder, file.id)))
    },
  })
}

function tusServer(context: FileRouteContext, uploads: WeakMap<globalThis.Request, Upload>): TusServer {
  const uploadOfRequest = (request: object): Upload =>
    must(uploads.get(request as globalThis.Request), 'the upload of a request')
  return new TusServer({
    path: '/api/complaint-cases',
    datastore: new FileStore({ directory: context.folder }),
    maxSize: FILE_BYTES_MAX,
    namingFunction: (request) => uploadOfRequest(request).file.id,
    getFileIdFromRequest: (request) => uploadOfRequest(request).file.id,
    generateUrl: (request) => {
      const { theCase, file } = uploadOfRequest(request)
      return `/api/complaint-cases/${theCase.id}/files/${file.id}`
    },
    onUploadCreate: async (request, upload) => {
      if (upload.size !== uploadOfRequest(request).file.bytes) throw tusError(422, 'complaints.file.size')
      return {}
    },
    onUploadFinish: async (request) => {
      const upload = uploadOfRequest(request)
      const path = join(context.folder, upload.file.id)
      const problem = await contentProblem(path, upload.file)
      if (problem !== null) {
        await Promise.all([rm(path, { force: true }), rm(`${path}.json`, { force: true })])
        throw tusError(422, `complaints.file.${problem}`)
      }
      await enterFile(context, upload)
      return {}
    },
  })
}

async function enterFile({ db, audit, now }: FileRouteContext, { theCase, file, request }: Upload): Promise<void> {
  const actor = actorOf(request)
  await db.transaction().execute(async (tx) => {
    await sql`insert into case_files (id, org_id, case_id, type, bytes, sha256, uploaded_by, uploaded_at)
      values (${file.id}, ${actor.orgId}, ${theCase.id}, ${file.type}, ${file.bytes}, ${file.sha256}, ${actor.userId},
        ${toInstant(now())}) on conflict (id) do nothing`.execute(tx)
    await audit(tx, actor, { action: 'complaint.file.add', subject: theCase.id, details: { fileId: file.id } })
  })
}

/** @throws ApiError 404 when the case is out of reach or does not name the file: its command has not been delivered yet */
async function uploadOf(
  { db }: FileRouteContext,
  request: FastifyRequest,
  caseId: string,
  id: string | null,
): Promise<Upload> {
  const theCase = await caseWithinReach(db, actorOf(request), caseId)
  const file = theCase.files.find((it) => it.id === id)
  if (!file) throw apiErrors.notFound()
  return { theCase, file, request }
}

async function isPresent(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from case_files where id = ${id}`.execute(db)
  return rows.length > 0
}

function filePresent(): ApiError {
  return new ApiError(409, refuse('complaints.file.present'))
}

/** The `fileId` of tus metadata: pairs of a name and a base64 value, separated by commas. */
function fileIdIn(metadata: string | string[] | undefined): string | null {
  const pairs = String(metadata ?? '').split(',')
  const value = pairs.map((pair) => pair.trim().split(' ')).find(([name]) => name === 'fileId')?.[1]
  return value === undefined ? null : Buffer.from(value, 'base64').toString('utf8')
}
