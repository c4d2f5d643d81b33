import { todayHere, wallClock } from '#renderer/i18n/today.ts'
import type { DeskReads, Kept } from '#renderer/sync/desk-data.ts'
import { scriptInForce } from '#shared/features/call-scripts/effective.ts'
import type { CallScript, ScriptPurpose } from '#shared/features/call-scripts/script.ts'
import type { CampaignContact, SurveyCampaign } from '#shared/features/campaigns/campaign.ts'
import { callStop, type LocalMoment, quotaCountsOf } from '#shared/features/campaigns/contact-rules.ts'
import { claimId, isHeld, type WorkClaim } from '#shared/features/work-queues/claim.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import { toInstant } from '#shared/kernel/clock.ts'

const SURVEYS: readonly ScriptPurpose[] = ['qualitySurvey', 'noShowSurvey', 'checkUpSatisfaction', 'hospitalSurvey']

/** Surveys that a campaign may ask, those in force on a day. */
export function surveysInForce(scripts: readonly CallScript[], day: LocalDate): CallScript[] {
  return SURVEYS.flatMap((purpose) => scriptInForce(scripts, purpose, day) ?? [])
}

/** The clock of the people called: the registry knows no other zone than that of the organisation. */
export function momentOf(nowMs: number): LocalMoment {
  return { day: todayHere(nowMs), hour: wallClock(nowMs).getUTCHours(), at: toInstant(nowMs) }
}

/** A person of a running campaign. */
export interface SurveyPerson {
  readonly contact: Kept<'campaignContact'>
  readonly campaign: SurveyCampaign
  readonly claim: WorkClaim | null
}

/** The queue of surveys as this desk holds it. */
export interface SurveyQueue {
  /** People whom this representative holds, those who named a time first. */
  readonly mine: readonly SurveyPerson[]
  /** People who may be called now and are nobody's, in the order of the lot. */
  readonly free: readonly SurveyPerson[]
  readonly campaigns: readonly SurveyCampaign[]
}

/** Reads the queue; works without the network, where only those held are called. */
export async function readSurveyQueue(reads: DeskReads, me: string, nowMs: number): Promise<SurveyQueue> {
  const [contacts, campaigns, claims] = await Promise.all([
    reads.records('campaignContact', (contact) => contact.state !== 'givenUp'),
    reads.records('surveyCampaign'),
    reads.records('workClaim', (claim) => claim.queue === 'survey'),
  ])
  const now = momentOf(nowMs)
  const dayOf = (instant: string): LocalDate => todayHere(Date.parse(instant))
  const byId = new Map(campaigns.map(({ data }) => [data.id, data]))
  const held = new Map(
    claims
      .map(({ data }) => data)
      .filter((claim) => isHeld(claim, now.at))
      .map((claim) => [claim.id, claim]),
  )
  const refused = new Set(contacts.filter(({ data }) => data.state === 'refused').map(({ data }) => data.personId))
  const mine: SurveyPerson[] = []
  const free: SurveyPerson[] = []
  for (const contact of contacts) {
    const campaign = byId.get(contact.data.campaignId)
    if (campaign === undefined || contact.data.state !== 'waiting' || refused.has(contact.data.personId)) continue
    const claim = held.get(claimId('survey', contact.data.personId)) ?? null
    // What was recorded here a moment ago is no longer to be done, though the server has not ended the claim yet.
    const isDone = claim !== null && contact.data.attempts.some(({ at, by }) => by === me && at >= claim.from)
    if (claim !== null) {
      if (claim.userId === me && !isDone) mine.push({ contact, campaign, claim })
    } else if (callStop(contact.data, campaign, now, dayOf) === null) free.push({ contact, campaign, claim })
  }
  mine.sort((a, b) => (a.contact.data.nextAt ?? '9').localeCompare(b.contact.data.nextAt ?? '9'))
  free.sort((a, b) => orderOf(a.contact.data).localeCompare(orderOf(b.contact.data)))
  return { mine, free, campaigns: [...byId.values()].filter(({ closedAt, to }) => closedAt === null && to >= now.day) }
}

/** Named times first, then those who have been tried least. */
function orderOf({ nextAt, attempts, id }: CampaignContact): string {
  return `${nextAt ?? '9'} ${attempts.length} ${id}`
}

/** The survey that a call to this person is for, and how full its quotas are. */
export interface SurveyOfCall {
  readonly scriptId: string
  readonly quotaCounts: Readonly<Record<string, number>>
}

/** The survey of a person whom this representative holds; null when the call is for another matter. */
export async function surveyOfCall(
  reads: DeskReads,
  me: string,
  personId: string,
  nowMs: number,
): Promise<SurveyOfCall | null> {
  const { mine, campaigns } = await readSurveyQueue(reads, me, nowMs)
  const person = mine.find(({ contact }) => contact.data.personId === personId)
  if (person === undefined) return null
  const { scriptId } = person.campaign
  return { scriptId, quotaCounts: quotaCountsOf(campaigns, scriptId, todayHere(nowMs)) }
}
