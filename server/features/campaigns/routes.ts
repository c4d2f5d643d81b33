import { z } from 'zod'
import type { Db } from '#server/db/database.ts'
import type { RecordKinds } from '#server/db/record-kind.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import type { Api } from '#server/platform/http-api.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { actorOf, authorise, type RouteStep } from '#server/platform/request-actor.ts'
import { campaignChoice, surveyCampaign } from '#shared/features/campaigns/campaign.ts'
import { campaignPreview, campaignRequest, campaignsAnswer } from '#shared/features/campaigns/progress.ts'
import { dateOf, type LocalDate } from '#shared/kernel/calendar.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { countChosen } from './choose-people.ts'
import { type CampaignSite, closeCampaign, createCampaign, isWithin } from './keep-campaign.ts'
import { readProgress } from './read-progress.ts'

export interface CampaignRouteContext {
  readonly db: Db
  readonly kinds: RecordKinds
  readonly now: () => number
  readonly audit: Auditor
  readonly authenticate: RouteStep
  readonly zoneOffsetMinutes: number
  readonly peoplePerAnswer: number
}

/** Campaigns of surveys: whom they find, making, progress and end (REQUIREMENTS C8, S8). */
export function campaignRoutes(api: Api, context: CampaignRouteContext): void {
  const { db, kinds, now, audit, zoneOffsetMinutes, peoplePerAnswer } = context
  const common = { onRequest: [context.authenticate], preHandler: [authorise('campaign.keep')] }
  const today = (): LocalDate => dateOf(now(), zoneOffsetMinutes)
  const siteOf = (tx: CampaignSite['tx'], actor: CampaignSite['actor']): CampaignSite => ({
    tx,
    actor,
    kinds,
    audit,
    nowMs: now(),
    day: today(),
    peoplePerAnswer,
  })
  api.route({
    ...common,
    method: 'POST',
    url: '/api/campaigns/preview',
    schema: {
      tags: ['campaigns'],
      summary: 'How many people a choice finds, and how many of them can be called',
      body: campaignChoice,
      response: { 200: campaignPreview },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        if (!isWithin(actor, request.body.clinicIds)) throw apiErrors.notFound()
        const counted = await countChosen(tx, actor.orgId, request.body, Number(today().slice(0, 4)))
        await audit(tx, actor, { action: 'campaign.preview', subject: null, details: { ...counted } })
        return counted
      }),
  })
  api.route({
    ...common,
    method: 'POST',
    url: '/api/campaigns',
    schema: {
      tags: ['campaigns'],
      summary: 'Makes a campaign of a survey with its queue of people',
      body: campaignRequest,
      response: { 200: surveyCampaign },
    },
    handler: (request) =>
      db.transaction().execute((tx) => {
        const actor = actorOf(request)
        const { id, plan } = request.body
        if (!isWithin(actor, plan.choice.clinicIds)) throw apiErrors.notFound()
        return createCampaign(siteOf(tx, actor), id, plan)
      }),
  })
  api.route({
    ...common,
    method: 'GET',
    url: '/api/campaigns',
    schema: {
      tags: ['campaigns'],
      summary: 'Campaigns with people by state, attempts and quotas, newest first',
      response: { 200: campaignsAnswer },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const dayStart = toInstant(Date.parse(`${today()}T00:00:00Z`) - zoneOffsetMinutes * 60_000)
        return { items: await readProgress(tx, actorOf(request), dayStart) }
      }),
  })
  api.route({
    ...common,
    method: 'POST',
    url: '/api/campaigns/:id/close',
    schema: {
      tags: ['campaigns'],
      summary: 'Ends a campaign: its people are called no more',
      params: z.object({ id: z.uuid() }),
    },
    handler: async (request, reply) => {
      await db.transaction().execute((tx) => closeCampaign(siteOf(tx, actorOf(request)), request.params.id))
      return reply.code(204).send()
    },
  })
}
