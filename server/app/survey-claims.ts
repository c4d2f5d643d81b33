import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '#server/db/database.ts'
import type { RecordKinds } from '#server/db/record-kind.ts'
import { loadRecords } from '#server/db/record-store.ts'
import { surveyInForce } from '#server/features/campaigns/keep-campaign.ts'
import type { ClaimContext } from '#server/features/work-queues/claims.ts'
import type { CommandRules } from '#server/sync/push.ts'
import { holds } from '#shared/features/call-scripts/condition.ts'
import type { ScriptRun } from '#shared/features/call-scripts/run.ts'
import type { CallScript } from '#shared/features/call-scripts/script.ts'
import type { CampaignContact, SurveyCampaign } from '#shared/features/campaigns/campaign.ts'
import { callStop } from '#shared/features/campaigns/contact-rules.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { claimId, type WorkClaim } from '#shared/features/work-queues/claim.ts'
import { ageReachedIn, dateOf, localDate } from '#shared/kernel/calendar.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import type { RecordChange } from '#shared/kernel/record.ts'
import { type ClaimParts, isAdmitted } from './informing-claims.ts'

const terms = z.object({
  source: z.string(),
  validFrom: localDate,
  /** People taken into a queue for each answer wanted. */
  peoplePerAnswer: z.number().int().min(1),
  claimMinutes: z.number().int().min(1),
  blockHours: z.number().int().min(1).max(24),
  blockMax: z.number().int().min(1),
})
const FILE = join(import.meta.dirname, '../../assets/reference/campaign-terms.ru.json')
export const CAMPAIGN_TERMS = terms.parse(JSON.parse(readFileSync(FILE, 'utf8')))

interface OpenContact {
  readonly contact: CampaignContact
  readonly campaign: SurveyCampaign
}

/** Joins the queue of surveys with campaigns: whom nobody may call now, and why (REQUIREMENTS C8, LEASE1). */
export function surveyClaims({ config, db, kinds, now }: ClaimParts): ClaimContext {
  const dayOf = (instant: string): string => dateOf(Date.parse(instant), config.zoneOffsetMinutes)
  return {
    db,
    kinds,
    now,
    termsOn: () => ({
      claimMs: CAMPAIGN_TERMS.claimMinutes * 60_000,
      blockMs: CAMPAIGN_TERMS.blockHours * 3_600_000,
      blockMax: CAMPAIGN_TERMS.blockMax,
    }),
    async closedReasons(tx, actor, personIds) {
      const at = toInstant(now())
      if (!(await isAdmitted(tx, actor, dayOf(at))))
        return new Map(personIds.map((id) => [id, refuse('staff.notAdmitted', 'personIds')]))
      const hour = new Date(now() + config.zoneOffsetMinutes * 60_000).getUTCHours()
      const contacts = await contactsOf(tx, actor.orgId, personIds)
      const closed = new Map<string, Refusal>()
      for (const id of personIds) {
        const stops = (contacts.get(id) ?? []).map(({ contact, campaign }) =>
          callStop(contact, campaign, { day: dayOf(at), hour, at }, dayOf),
        )
        const [first] = stops
        // A refusal and today's call count whatever campaign they belong to.
        const forAll = stops.find(
          (stop) => stop?.code === 'campaigns.refused' || stop?.code === 'campaigns.calledToday',
        )
        if (first === undefined) closed.set(id, refuse('campaigns.notRunning', 'personIds'))
        else if (forAll) closed.set(id, forAll)
        else if (stops.every((stop) => stop !== null)) closed.set(id, first ?? refuse('campaigns.notRunning'))
      }
      return closed
    },
  }
}

/** What people are asked for, and also every refusal: one who refused in any campaign is called in none. */
async function contactsOf(
  tx: Tx,
  orgId: string,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, OpenContact[]>> {
  const { rows } = await sql<{ contact: CampaignContact; campaign: SurveyCampaign }>`
    select contact.data as contact, campaign.data as campaign
    from campaign_contacts contact join survey_campaigns campaign on campaign.id = contact.campaign_id
    where contact.org_id = ${orgId} and contact.person_id = any(${[...personIds]}::text[])
      and contact.data is not null and campaign.data is not null`.execute(tx)
  const found = new Map<string, OpenContact[]>()
  for (const row of rows) found.set(row.contact.personId, [...(found.get(row.contact.personId) ?? []), row])
  return found
}

/** An attempt ends the own claim; an answer counts for the campaign and for the quotas that it falls under. */
export function reactToAttempt(kinds: RecordKinds): NonNullable<CommandRules['react']> {
  return async ({ tx, actor, receivedAt }, changes) => {
    const [change] = changes.filter(({ kind }) => kind === 'campaignContact')
    if (change === undefined) return []
    const contact = change.data as CampaignContact
    const refs = [
      { kind: 'workClaim', id: claimId('survey', contact.personId) },
      { kind: 'surveyCampaign', id: contact.campaignId },
      { kind: 'insuredPerson', id: contact.personId },
    ]
    const stored = await loadRecords(tx, kinds, actor.orgId, refs, true)
    const read = (kind: string, id: string): unknown => stored.get(`${kind}:${id}`)?.data ?? null
    const follows: RecordChange[] = []
    const claim = read('workClaim', claimId('survey', contact.personId)) as WorkClaim | null
    if (claim !== null && claim.userId === actor.userId && claim.closedAt === null)
      follows.push({ kind: 'workClaim', id: claim.id, data: { ...claim, closedAt: receivedAt } })
    const campaign = read('surveyCampaign', contact.campaignId) as SurveyCampaign | null
    const isFirstAnswer =
      contact.state === 'answered' && contact.attempts.filter(({ outcome }) => outcome === 'answered').length === 1
    if (campaign === null || !isFirstAnswer) return follows
    const person = read('insuredPerson', contact.personId) as InsuredPerson | null
    const full = await quotasOf(tx, actor.orgId, campaign, person, receivedAt.slice(0, 10))
    const quotas = campaign.quotas.map((quota) => (full.has(quota.id) ? { ...quota, taken: quota.taken + 1 } : quota))
    follows.push({
      kind: 'surveyCampaign',
      id: campaign.id,
      data: { ...campaign, quotas, answered: campaign.answered + 1 },
    })
    return follows
  }
}

/** The quotas of the survey that this person's answers fall under. */
async function quotasOf(
  tx: Tx,
  orgId: string,
  campaign: SurveyCampaign,
  person: InsuredPerson | null,
  day: string,
): Promise<ReadonlySet<string>> {
  const script = (await surveyInForce(tx, orgId, campaign.scriptId, day)) as CallScript | null
  if (script === null || person === null) return new Set()
  const { rows } = await sql<{ data: ScriptRun }>`
    select data from script_runs where org_id = ${orgId} and person_id = ${person.id}
      and script_id = ${campaign.scriptId} and data is not null
    order by data->>'startedAt' desc limit 1`.execute(tx)
  const quotas = script.quotas ?? []
  const site = {
    facts: {
      sex: person.sex,
      quantities: { 'person.age': ageReachedIn(Number(day.slice(0, 4)), person.birthDate) },
    },
    answers: new Map((rows[0]?.data.answers ?? []).map(({ nodeId, value }) => [nodeId, value])),
    identity: 'checked' as const,
    quotas: new Map(quotas.map((quota) => [quota.id, quota])),
  }
  return new Set(quotas.filter((quota) => holds(quota.when, site)).map(({ id }) => id))
}
