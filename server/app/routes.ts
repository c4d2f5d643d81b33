import { join } from 'node:path'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Database } from '#server/db/database.ts'
import { readAppealDay } from '#server/features/appeals/appeal-day.ts'
import { appealsRoutes } from '#server/features/appeals/routes.ts'
import { appendAudit } from '#server/features/audit/audit-log.ts'
import { auditRoutes } from '#server/features/audit/routes.ts'
import { deviceRoutes } from '#server/features/auth/devices.ts'
import { authRoutes } from '#server/features/auth/routes.ts'
import { type AuthContext, authenticateToken, endSessionsOf } from '#server/features/auth/sessions.ts'
import { scriptDraftRoutes } from '#server/features/call-scripts/draft-routes.ts'
import { surveyRoutes } from '#server/features/call-scripts/routes.ts'
import { campaignRoutes } from '#server/features/campaigns/routes.ts'
import { complaintFileRoutes } from '#server/features/complaints/file-routes.ts'
import { complaintLetterRoutes } from '#server/features/complaints/letter-routes.ts'
import { insuredPersonsRoutes } from '#server/features/insured-persons/routes.ts'
import { knowledgeRoutes } from '#server/features/knowledge/routes.ts'
import { reportsRoutes } from '#server/features/reports/routes.ts'
import { scriptReportRoutes } from '#server/features/reports/script-routes.ts'
import { surveyReportRoutes } from '#server/features/reports/survey-routes.ts'
import { staffRoutes } from '#server/features/staff/routes.ts'
import { supervisionRoutes } from '#server/features/supervision/routes.ts'
import { readCallDay } from '#server/features/telephony/call-log-query.ts'
import { handOverRoutes } from '#server/features/telephony/hand-over-routes.ts'
import type { ListeningGrants } from '#server/features/telephony/listening-grants.ts'
import { listeningRoutes } from '#server/features/telephony/listening-routes.ts'
import { queueRoutes } from '#server/features/telephony/queue/queue-routes.ts'
import { recordingRoutes } from '#server/features/telephony/recording-routes.ts'
import { telephonyRoutes } from '#server/features/telephony/routes.ts'
import { workQueuesRoutes } from '#server/features/work-queues/routes.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import type { Config } from '#server/platform/config.ts'
import type { Api } from '#server/platform/http-api.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import type { Metrics } from '#server/platform/metrics.ts'
import type { RouteStep } from '#server/platform/request-actor.ts'
import { type LiveHub, orderAgent, recheckUser, summonDevice } from '#server/sync/live-hub.ts'
import { liveRoute } from '#server/sync/live-route.ts'
import type { PageStore } from '#server/sync/page-store.ts'
import { presencesOf, unsentByDevice } from '#server/sync/presences.ts'
import type { PushContext } from '#server/sync/push.ts'
import { syncRoutes } from '#server/sync/routes.ts'
import {
  autoAnsweredNumbers,
  distributionPlanOn,
  localMomentOf,
} from '#shared/features/telephony/distribution/distribution-plan.ts'
import { buildCsp, NONCE_PLACEHOLDER } from '#shared/ipc/content-security-policy.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { carersOf, statesOf, talksOf } from './carers.ts'
import { caseCallRoute } from './case-call-route.ts'
import { mountClinicLists } from './clinic-lists.ts'
import { floorWorkRoutes } from './floor-work.ts'
import { informingClaims } from './informing-claims.ts'
import { knowledgeTermsOn } from './knowledge-reference.ts'
import { readLegalReference } from './legal-reference.ts'
import { moveWorkOf } from './move-work.ts'
import { abilitiesOn, DISTRIBUTION_PLANS, queueSources, queuesOfFloor, WORKING_CALENDAR } from './queue-reference.ts'
import { recordingsFolder } from './recording-terms.ts'
import { readScriptRules } from './script-reference.ts'
import { serveDesk } from './static-desk.ts'
import { FLOOR_LIMITS, LISTENING_RULES, SERVICE_TARGETS } from './supervision-reference.ts'
import { CAMPAIGN_TERMS, surveyClaims } from './survey-claims.ts'
import { readSurveyExportWords, readSurveyReference, readSurveyReport } from './survey-reference.ts'
import { tryOutRoutes } from './try-out.ts'

const TEMPLATES = join(import.meta.dirname, '../../assets/templates')

export interface RouteContext {
  readonly config: Config
  readonly database: Database
  readonly auth: AuthContext
  readonly authenticate: RouteStep
  readonly push: PushContext
  readonly pages: PageStore
  readonly hub: LiveHub
  readonly listening: ListeningGrants
  readonly metrics: Metrics
  readonly now: () => number
  readonly signInMax: number
  readonly helloWithinMs?: number
  /** True from the moment at which this node was asked to stop. */
  readonly isStopping: () => boolean
}

/** Every route of the central API. */
export async function mountRoutes(api: Api, context: RouteContext): Promise<void> {
  operationRoutes(api, context)
  const { config, authenticate, now } = context
  const { db } = context.database
  const audit = auditorAt(now)
  authRoutes(api, context.auth, authenticate, context.signInMax)
  syncRoutes(api, context.push, context.pages, authenticate)
  liveRoute(api, {
    db,
    hub: context.hub,
    now,
    onFailure: (error) => api.log.error({ err: error }, 'presence failed'),
    identify: (token) => authenticateToken(context.auth, token),
    ...(context.helloWithinMs === undefined ? {} : { helloWithinMs: context.helloWithinMs }),
  })
  auditRoutes(api, db, now, authenticate)
  insuredPersonsRoutes(api, db, audit, authenticate)
  appealsRoutes(api, { db, audit, authenticate, zoneOffsetMinutes: config.zoneOffsetMinutes })
  complaintFileRoutes(api, { db, audit, authenticate, now, folder: join(config.dataFolder, 'files') })
  caseCallRoute(api, db, audit, authenticate)
  complaintLetterRoutes(api, {
    db,
    audit,
    authenticate,
    zoneOffsetMinutes: config.zoneOffsetMinutes,
    templatesFolder: TEMPLATES,
    reference: readLegalReference(),
  })
  const { listening } = context
  telephonyRoutes(api, {
    config,
    db,
    now,
    audit,
    authenticate,
    listeningKey: listening.publicKey,
    autoAnswers: (nowMs) => {
      const { day } = localMomentOf(nowMs, config.zoneOffsetMinutes)
      return autoAnsweredNumbers(distributionPlanOn(day, DISTRIBUTION_PLANS))
    },
  })
  listeningRoutes(api, {
    db,
    now,
    audit,
    authenticate,
    grants: listening,
    rules: LISTENING_RULES,
    zoneOffsetMinutes: config.zoneOffsetMinutes,
    talksOf: (tx, orgId, userId) => talksOf(tx, orgId, userId, now()),
  })
  handOverRoutes(api, {
    db,
    now,
    audit,
    authenticate,
    statesOf: (tx, orgId) => statesOf(tx, orgId, now()),
    carersOf,
  })
  queueRoutes(api, {
    db,
    now,
    zoneOffsetMinutes: config.zoneOffsetMinutes,
    secret: config.routingSecret,
    orgId: config.routingOrg,
    plans: DISTRIBUTION_PLANS,
    calendar: WORKING_CALENDAR,
    sourcesOf: queueSources(config.zoneOffsetMinutes),
  })
  recordingRoutes(api, { db, audit, authenticate, now, folder: recordingsFolder(config) })
  mountClinicLists(api, { config, database: context.database, now, audit, authenticate })
  const { zoneOffsetMinutes } = config
  supervisionRoutes(api, {
    db,
    now,
    authenticate,
    zoneOffsetMinutes,
    audit,
    targets: SERVICE_TARGETS,
    limits: FLOOR_LIMITS,
    presencesOf,
    // Without it no exchange asks here, and nobody would know who waits.
    queuesOf:
      config.routingSecret === undefined ? async () => [] : queuesOfFloor(DISTRIBUTION_PLANS, zoneOffsetMinutes),
    sendOrder: orderAgent,
    readDay: async (tx, orgId, day, seconds) => ({
      ...(await readCallDay(tx, orgId, day, seconds, zoneOffsetMinutes)),
      ...(await readAppealDay(tx, orgId, day, zoneOffsetMinutes)),
    }),
  })
  surveyRoutes(api, {
    db,
    now,
    audit,
    authenticate,
    zoneOffsetMinutes,
    reference: readSurveyReference(),
    words: readSurveyExportWords(),
  })
  const reports = { db, audit, authenticate, zoneOffsetMinutes }
  reportsRoutes(api, reports)
  const surveyReport = readSurveyReport()
  surveyReportRoutes(api, reports, surveyReport)
  scriptReportRoutes(api, reports, surveyReport.minGroup)
  const { kinds } = context.push
  scriptDraftRoutes(api, { db, now, audit, authenticate, zoneOffsetMinutes, kinds, rules: readScriptRules() })
  knowledgeRoutes(api, { db, kinds, now, audit, authenticate, zoneOffsetMinutes, termsOn: knowledgeTermsOn })
  staffRoutes(api, {
    db,
    now,
    audit,
    authenticate,
    zoneOffsetMinutes,
    kinds,
    unsentOf: unsentByDevice,
    abilitiesOn,
    moveWork: (tx, orgId, userId) => moveWorkOf(tx, kinds, orgId, userId),
    endSessions: async (tx, userId, nowMs) => {
      await endSessionsOf(tx, userId, 'rights changed', nowMs)
      await recheckUser(tx, userId)
    },
  })
  deviceRoutes(api, { auth: context.auth, authenticate, audit, summon: summonDevice })
  campaignRoutes(api, {
    ...{ db, kinds, now, audit, authenticate, zoneOffsetMinutes },
    peoplePerAnswer: CAMPAIGN_TERMS.peoplePerAnswer,
  })
  const claims = { config, db, kinds, now }
  const informing = informingClaims(claims)
  workQueuesRoutes(api, { informing, survey: surveyClaims(claims) }, authenticate)
  floorWorkRoutes(api, { db, now, kinds, audit, authenticate, claimMs: (nowMs) => informing.termsOn(nowMs).claimMs })
  if (config.tryOut !== 'off') tryOutRoutes(api, db, Math.random)
  await serveDesk(api, config.deskFolder, NONCE_PLACEHOLDER, (nonce, host) => deskPolicy(config, nonce, host))
}

function auditorAt(now: () => number): Auditor {
  return async (tx, actor, deed) => {
    const { userId, deviceId, orgId } = actor
    await appendAudit(tx, orgId, [{ ...deed, userId, deviceId, at: toInstant(now()), sourceId: null }])
  }
}

/** The page may speak to this API and to the exchange, and to nobody else. */
function deskPolicy(config: Config, nonce: string, host: string): string {
  const apiUrl = config.publicUrl ?? `http://${host}`
  const sipUrl = config.sipWs ?? apiUrl.replace(/^http/, 'ws')
  return buildCsp({ apiUrl, sipUrl, nonce })
}

function operationRoutes(api: Api, context: RouteContext): void {
  const state = z.object({ status: z.literal('ok') })
  api.get('/health', { schema: { tags: ['operation'], security: [], response: { 200: state } } }, async () => ({
    status: 'ok' as const,
  }))
  api.get('/ready', { schema: { tags: ['operation'], security: [], response: { 200: state } } }, async () => {
    if (context.isStopping()) throw apiErrors.stopping()
    await sql`select 1`.execute(context.database.db).catch(() => {
      throw apiErrors.notReady()
    })
    return { status: 'ok' as const }
  })
  api.get('/metrics', { schema: { tags: ['operation'], security: [] } }, async (_request, reply) => {
    context.metrics.liveDesks.set(context.hub.connected)
    return reply
      .header('content-type', context.metrics.registry.contentType)
      .send(await context.metrics.registry.metrics())
  })
}
