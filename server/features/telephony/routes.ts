import { z } from 'zod'
import type { Db } from '#server/db/database.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import type { Config } from '#server/platform/config.ts'
import type { Api } from '#server/platform/http-api.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { actorOf, authorise, type RouteStep, reachOf } from '#server/platform/request-actor.ts'
import { callLogAnswer, callLogDetail, callLogQuery } from '#shared/features/telephony/call-log.ts'
import { phoneCredentials } from '#shared/features/telephony/credentials.ts'
import type { ListeningKey } from '#shared/features/telephony/listening.ts'
import {
  DEFAULT_SIP_DOMAIN,
  fixedSipCredentials,
  issueSipCredentials,
} from '#shared/features/telephony/sip-credentials.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { callId } from '#shared/kernel/ids.ts'
import { type CallLogReach, readCall, readCallLog } from './call-log-query.ts'
import { hmacSha1Base64, iceServersFor } from './ice-servers.ts'

export interface TelephonyRouteContext {
  readonly config: Config
  readonly db: Db
  readonly now: () => number
  readonly audit: Auditor
  readonly authenticate: RouteStep
  readonly listeningKey: ListeningKey
  /** Service numbers that desks answer by themselves at an instant. */
  readonly autoAnswers: (nowMs: number) => readonly string[]
}

/** The call log and what a desk's phone needs to register. */
export function telephonyRoutes(api: Api, context: TelephonyRouteContext): void {
  const { db, audit, authenticate } = context
  api.route({
    method: 'GET',
    url: '/api/call-log',
    onRequest: [authenticate],
    preHandler: [authorise('callLog.look')],
    schema: {
      tags: ['telephony'],
      summary: 'Calls by filters, newest first; own calls for those without the whole log',
      querystring: callLogQuery,
      response: { 200: callLogAnswer },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const answer = await readCallLog(tx, reachFor(actor), request.query, context.config.zoneOffsetMinutes)
        const details = { from: request.query.from, to: request.query.to, shown: answer.items.length }
        await audit(tx, actor, { action: 'callLog.look', subject: null, details })
        return answer
      }),
  })
  api.route({
    method: 'GET',
    url: '/api/call-log/:id',
    onRequest: [authenticate],
    preHandler: [authorise('callLog.look')],
    schema: {
      tags: ['telephony'],
      summary: 'One call with its script answers and appeals',
      params: z.object({ id: callId }),
      response: { 200: callLogDetail },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const detail = await readCall(tx, reachFor(actor), request.params.id)
        if (!detail) throw apiErrors.notFound()
        const details = { why: 'callLog', callId: detail.call.id }
        await audit(tx, actor, { action: 'person.look', subject: detail.call.personId, details })
        return detail
      }),
  })
  api.route({
    method: 'GET',
    url: '/api/telephony/credentials',
    onRequest: [authenticate],
    preHandler: [authorise('call.make')],
    schema: {
      tags: ['telephony'],
      summary: 'Time-limited credentials for the exchange',
      response: { 200: phoneCredentials },
    },
    handler: async (request) => issueCredentials(context, actorOf(request)),
  })
}

function reachFor(actor: Actor): CallLogReach {
  return { orgId: actor.orgId, onlyUserId: reachOf(actor, 'callLog.look') === 'org' ? null : actor.userId }
}

/** @throws ApiError 503 when no exchange is configured, 409 when the user has no extension */
async function issueCredentials(context: TelephonyRouteContext, actor: Actor) {
  const { config, db, now, listeningKey } = context
  if (config.sipSecret === undefined || config.sipWs === undefined) throw apiErrors.phoneNotConfigured()
  const user = await db.selectFrom('users').select('extension').where('id', '=', actor.userId).executeTakeFirstOrThrow()
  if (user.extension === null) throw apiErrors.noExtension()
  const issue = config.sipCredentials === 'fixed' ? fixedSipCredentials : issueSipCredentials
  const issued = issue({
    extension: user.extension,
    secret: config.sipSecret,
    nowMs: now(),
    hmacSha1Base64,
  })
  return {
    uri: `sip:${issued.extension}@${config.sipDomain ?? DEFAULT_SIP_DOMAIN}`,
    server: config.sipWs,
    authorizationUsername: issued.username,
    authorizationPassword: issued.password,
    expiresAt: toInstant(issued.expiresAt * 1000),
    iceServers: iceServersFor(config, issued.extension, issued.expiresAt),
    recordsCalls: (config.callRecording ?? (config.tryOut === 'off' ? 'off' : 'desk')) === 'desk',
    autoAnswers: [...context.autoAnswers(now())],
    listeningKey,
  }
}
