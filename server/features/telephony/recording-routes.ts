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
import { actorOf, authorise, type RouteStep, reachOf } from '#server/platform/request-actor.ts'
import { acceptPieces, speakTus, tusError } from '#server/platform/resumable-upload.ts'
import type { Call } from '#shared/features/telephony/call.ts'
import {
  type CallRecording,
  RECORDING_BYTES_MAX,
  type RecordingState,
  recordingStateAnswer,
} from '#shared/features/telephony/call-recording.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { refuse } from '#shared/kernel/errors.ts'
import { callId } from '#shared/kernel/ids.ts'
import { must } from '#shared/kernel/result.ts'
import { rangeOf } from './byte-range.ts'

export interface RecordingRouteContext {
  readonly db: Db
  readonly audit: Auditor
  readonly authenticate: RouteStep
  readonly now: () => number
  /** Outside everything that is served; all API nodes must see the same folder. */
  readonly folder: string
}

interface Upload {
  readonly call: Call
  readonly recording: CallRecording
  readonly actor: Actor
}

interface StoredRecording {
  readonly bytes: number
  readonly sha256: string
  readonly isDeleted: boolean
}

const params = z.object({ callId })

/**
 * Recordings of calls: taken from the desk that had the call by the tus protocol 1.0, when size, type by the first bytes and checksum are
 * those that its call names; played to whoever may hear the call. Every playing is entered into the audit (DESIGN §5).
 */
export function recordingRoutes(api: Api, context: RecordingRouteContext): void {
  void api.register(async (scope) => uploadRoutes(scope as unknown as Api, context))
  listenRoutes(api, context)
}

function uploadRoutes(api: Api, context: RecordingRouteContext): void {
  const steps = { onRequest: [context.authenticate], preHandler: [authorise('call.make')] }
  acceptPieces(api)
  const uploads = new WeakMap<globalThis.Request, Upload>()
  const tus = tusServer(context, uploads)
  const summaries = {
    POST: 'Begins the upload of the recording that an own call names (tus creation)',
    HEAD: 'How much of a recording has arrived (tus)',
    PATCH: 'Next piece of a recording (tus)',
  }
  for (const method of ['POST', 'HEAD', 'PATCH'] as const)
    api.route({
      method,
      url: '/api/calls/:callId/recording/upload',
      ...steps,
      schema: { tags: ['telephony'], summary: summaries[method], params },
      handler: async (request, reply) => {
        const upload = await uploadOf(context.db, request, request.params.callId)
        if (method === 'POST' && (await storedOf(context.db, upload.call.id)) !== null)
          throw new ApiError(409, refuse('telephony.recording.present'))
        if (method === 'HEAD') await enterWhatIsWhole(context, upload)
        return speakTus(tus, request, reply, (asked) => uploads.set(asked, upload))
      },
    })
}

function listenRoutes(api: Api, context: RecordingRouteContext): void {
  const { db, audit } = context
  const steps = { onRequest: [context.authenticate], preHandler: [authorise('recording.listen')] }
  api.route({
    method: 'GET',
    url: '/api/calls/:callId/recording/state',
    exposeHeadRoute: false,
    ...steps,
    schema: {
      tags: ['telephony'],
      summary: 'Whether a call was recorded and whether it can be played',
      params,
      response: { 200: recordingStateAnswer },
    },
    handler: async (request) => {
      const call = await callWithinReach(db, actorOf(request), request.params.callId)
      const stored = await storedOf(db, call.id)
      return { state: stateOf(call, stored), sha256: stored?.sha256 ?? null }
    },
  })
  api.route({
    method: 'GET',
    url: '/api/calls/:callId/recording',
    exposeHeadRoute: false,
    ...steps,
    schema: { tags: ['telephony'], summary: 'Sound of a call, whole or by Range; every playing is audited', params },
    handler: async (request, reply) => {
      const actor = actorOf(request)
      const call = await callWithinReach(db, actor, request.params.callId)
      const stored = await storedOf(db, call.id)
      if (stored === null || stored.isDeleted) throw apiErrors.notFound()
      const range = rangeOf(request.headers.range, stored.bytes)
      reply.header('accept-ranges', 'bytes')
      if (range === 'unsatisfiable') {
        reply.header('content-range', `bytes */${stored.bytes}`)
        throw new ApiError(416, refuse('input.range'))
      }
      const details = { callId: call.id, ...(range === null ? {} : { from: range.from, to: range.to }) }
      await db
        .transaction()
        .execute((tx) => audit(tx, actor, { action: 'recording.listen', subject: call.personId, details }))
      const { from, to } = range ?? { from: 0, to: stored.bytes - 1 }
      if (range !== null) reply.code(206).header('content-range', `bytes ${from}-${to}/${stored.bytes}`)
      return reply
        .header('content-type', 'audio/webm')
        .header('content-length', to - from + 1)
        .header('content-disposition', 'attachment')
        .header('x-content-type-options', 'nosniff')
        .send(createReadStream(join(context.folder, call.id), { start: from, end: to }))
    },
  })
}

function tusServer(context: RecordingRouteContext, uploads: WeakMap<globalThis.Request, Upload>): TusServer {
  const uploadOfRequest = (request: object): Upload =>
    must(uploads.get(request as globalThis.Request), 'the upload of a request')
  return new TusServer({
    path: '/api/calls',
    datastore: new FileStore({ directory: context.folder }),
    maxSize: RECORDING_BYTES_MAX,
    namingFunction: (request) => uploadOfRequest(request).call.id,
    getFileIdFromRequest: (request) => uploadOfRequest(request).call.id,
    generateUrl: (request) => `/api/calls/${uploadOfRequest(request).call.id}/recording/upload`,
    onUploadCreate: async (request, upload) => {
      if (upload.size !== uploadOfRequest(request).recording.bytes) throw tusError(422, 'telephony.recording.size')
      return {}
    },
    onUploadFinish: async (request) => {
      const problem = await checkAndEnter(context, uploadOfRequest(request))
      if (problem !== null) throw tusError(422, `telephony.recording.${problem}`)
      return {}
    },
  })
}

/** A content that is not what its call names is thrown away, so that the desk may send it anew. */
async function checkAndEnter({ db, audit, now, folder }: RecordingRouteContext, { call, recording, actor }: Upload) {
  const path = join(folder, call.id)
  const problem = await contentProblem(path, recording)
  if (problem !== null) {
    await Promise.all([rm(path, { force: true }), rm(`${path}.json`, { force: true })])
    return problem
  }
  await db.transaction().execute(async (tx) => {
    await sql`insert into call_recordings (call_id, org_id, user_id, bytes, sha256, uploaded_at)
      values (${call.id}, ${actor.orgId}, ${call.userId}, ${recording.bytes}, ${recording.sha256}, ${toInstant(now())})
      on conflict (call_id) do nothing`.execute(tx)
    await audit(tx, actor, { action: 'recording.add', subject: call.personId, details: { callId: call.id } })
  })
  return null
}

/** A server that died between the last piece and the entry would be asked for pieces that it has: nothing would ever enter them. */
async function enterWhatIsWhole(context: RecordingRouteContext, upload: Upload): Promise<void> {
  if ((await storedOf(context.db, upload.call.id)) !== null) return
  const problem = await contentProblem(join(context.folder, upload.call.id), upload.recording).catch(() => 'missing')
  if (problem === null) await checkAndEnter(context, upload)
}

function stateOf(call: Call, stored: StoredRecording | null): RecordingState {
  if (stored !== null) return stored.isDeleted ? 'deleted' : 'present'
  return call.recording === undefined ? 'none' : 'uploading'
}

async function storedOf(db: Db, id: string): Promise<StoredRecording | null> {
  const { rows } = await sql<StoredRecording>`
    select bytes, sha256, deleted_at is not null as "isDeleted" from call_recordings where call_id = ${id}`.execute(db)
  return rows[0] ?? null
}

/** @throws ApiError 404 when the call is not the actor's own or does not name a recording: its command has not been delivered yet */
async function uploadOf(db: Db, request: FastifyRequest, id: string): Promise<Upload> {
  const actor = actorOf(request)
  const call = await readCallData(db, actor.orgId, actor.userId, id)
  if (call?.recording === undefined) throw apiErrors.notFound()
  return { call, recording: call.recording, actor }
}

/** @throws ApiError 404 when the call does not exist or the actor may not hear it */
async function callWithinReach(db: Db, actor: Actor, id: string): Promise<Call> {
  const onlyUserId = reachOf(actor, 'recording.listen') === 'org' ? null : actor.userId
  const call = await readCallData(db, actor.orgId, onlyUserId, id)
  if (call === null) throw apiErrors.notFound()
  return call
}

async function readCallData(db: Db, orgId: string, onlyUserId: string | null, id: string): Promise<Call | null> {
  const { rows } = await sql<{ data: Call }>`select data from calls
    where id = ${id} and org_id = ${orgId} and data is not null
      and (${onlyUserId}::text is null or user_id = ${onlyUserId})`.execute(db)
  return rows[0]?.data ?? null
}
