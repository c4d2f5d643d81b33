import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import type { RecordKinds } from '#server/db/record-kind.ts'
import { loadRecords } from '#server/db/record-store.ts'
import { scopeLookups } from '#server/db/scope-lookups.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import { ApiError, apiErrors } from '#server/platform/http-errors.ts'
import { writeScopedRecords } from '#server/sync/scoped-records.ts'
import {
  CAMPAIGN_PEOPLE_MAX,
  type CampaignContact,
  type CampaignPlan,
  contactId,
  type SurveyCampaign,
} from '#shared/features/campaigns/campaign.ts'
import { planFaults } from '#shared/features/campaigns/contact-rules.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { refuse } from '#shared/kernel/errors.ts'
import type { ClinicId, PersonId } from '#shared/kernel/ids.ts'
import { drawPeople } from './choose-people.ts'

/** What a campaign needs of a survey; scripts are another slice's. */
export interface SurveyForm {
  readonly version: number
  readonly quotas?: readonly { readonly id: string; readonly title: string; readonly limit: number }[] | undefined
}

export interface CampaignSite {
  readonly tx: Tx
  readonly actor: Actor
  readonly kinds: RecordKinds
  readonly audit: Auditor
  readonly nowMs: number
  /** Today of the organisation. */
  readonly day: LocalDate
  /** People taken into the queue for each answer wanted: most calls bring none. */
  readonly peoplePerAnswer: number
}

/**
 * Makes a campaign with its queue in one transaction (REQUIREMENTS C8). The same id again gives what was made.
 * @throws ApiError 400 for a plan that cannot stand, without people or with an unknown survey
 */
export async function createCampaign(site: CampaignSite, id: string, plan: CampaignPlan): Promise<SurveyCampaign> {
  const { tx, actor, kinds, nowMs, day } = site
  const present = (await loadRecords(tx, kinds, actor.orgId, [{ kind: 'surveyCampaign', id }], true)).get(
    `surveyCampaign:${id}`,
  )
  if (present?.data) return present.data as SurveyCampaign
  const faults = planFaults(plan, day)
  if (faults.length > 0) throw apiErrors.invalid(faults)
  const script = await surveyInForce(tx, actor.orgId, plan.scriptId, day)
  if (script === null) throw apiErrors.invalid([refuse('campaigns.unknownSurvey', 'scriptId')])
  const max = Math.min(CAMPAIGN_PEOPLE_MAX, plan.wanted * site.peoplePerAnswer)
  const people = await drawPeople(tx, actor.orgId, plan, { campaignId: id, year: Number(day.slice(0, 4)), max })
  if (people.length === 0) throw apiErrors.invalid([refuse('campaigns.nobody', 'choice')])
  const campaign: SurveyCampaign = {
    ...plan,
    id,
    scriptVersion: script.version,
    quotas: (script.quotas ?? []).map(({ id: quotaId, title, limit }) => ({ id: quotaId, title, limit, taken: 0 })),
    answered: 0,
    createdBy: actor.userId,
    createdAt: toInstant(nowMs),
    closedAt: null,
  }
  const contacts = people.map(
    (person): CampaignContact => ({
      id: contactId(id, person.id),
      campaignId: id,
      personId: person.id as PersonId,
      clinicId: person.clinicId as ClinicId,
      state: 'waiting',
      attempts: [],
      nextAt: null,
    }),
  )
  const records = [
    { kind: 'surveyCampaign', id, version: 1, orgId: actor.orgId, data: campaign },
    ...contacts.map((data) => ({ kind: 'campaignContact', id: data.id, version: 1, orgId: actor.orgId, data })),
  ]
  if (!(await writeScopedRecords(tx, kinds, scopeLookups(tx, actor.orgId), records)))
    throw new ApiError(409, refuse('record.exists', 'id'))
  await site.audit(tx, actor, {
    action: 'campaign.create',
    subject: null,
    details: { campaign: id, people: contacts.length },
  })
  return campaign
}

/** Ends a campaign; its people are called no more. A second time changes nothing. */
export async function closeCampaign(site: CampaignSite, id: string): Promise<void> {
  const { tx, actor, kinds, nowMs } = site
  const present = (await loadRecords(tx, kinds, actor.orgId, [{ kind: 'surveyCampaign', id }], true)).get(
    `surveyCampaign:${id}`,
  )
  const before = (present?.data ?? null) as SurveyCampaign | null
  if (present === undefined || before === null || !isWithin(actor, before.choice.clinicIds)) throw apiErrors.notFound()
  if (before.closedAt !== null) return
  const data: SurveyCampaign = { ...before, closedAt: toInstant(nowMs) }
  const record = { kind: 'surveyCampaign', id, version: present.version + 1, orgId: actor.orgId, data }
  await writeScopedRecords(tx, kinds, scopeLookups(tx, actor.orgId), [record])
  await site.audit(tx, actor, { action: 'campaign.close', subject: null, details: { campaign: id } })
}

/** Whether all these clinics are within the actor's reach: a supervisor's is the organisation. */
export function isWithin(actor: Actor, clinicIds: readonly string[]): boolean {
  return actor.role === 'SV' || clinicIds.every((id) => actor.clinicIds.some((own) => own === id))
}

/** The newest version of a script that is in force. */
export async function surveyInForce(
  tx: Tx,
  orgId: string,
  scriptId: string,
  day: LocalDate,
): Promise<SurveyForm | null> {
  const { rows } = await sql<{ data: SurveyForm }>`
    select data from call_scripts where org_id = ${orgId} and data->>'id' = ${scriptId}
      and data->>'effectiveFrom' <= ${day} and coalesce(data->>'effectiveTo', ${day}) >= ${day}
    order by (data->>'version')::int desc limit 1`.execute(tx)
  return rows[0]?.data ?? null
}
