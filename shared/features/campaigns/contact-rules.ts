import type { LocalDate } from '../../kernel/calendar.ts'
import { type Refusal, refuse } from '../../kernel/errors.ts'
import type { AttemptOutcome, CampaignContact, CampaignPlan, SurveyCampaign } from './campaign.ts'

/** The clock of the person: day, hour 0–23 and the instant itself (ISO, UTC). */
export interface LocalMoment {
  readonly day: LocalDate
  readonly hour: number
  readonly at: string
}

/** What of a plan cannot stand. */
export function planFaults(plan: CampaignPlan, today: LocalDate): Refusal[] {
  const { choice } = plan
  const faults: (Refusal | false)[] = [
    plan.to < plan.from && refuse('campaigns.endsBeforeStart', 'to'),
    plan.to < today && refuse('campaigns.endsInPast', 'to'),
    plan.hourTo <= plan.hourFrom && refuse('campaigns.hoursEmpty', 'hourTo'),
    choice.ageTo < choice.ageFrom && refuse('campaigns.agesEmpty', 'choice.ageTo'),
  ]
  return faults.filter((fault) => fault !== false)
}

/** Whether a campaign still needs answers on this day. */
export function isRunning(
  campaign: Pick<SurveyCampaign, 'from' | 'to' | 'closedAt' | 'answered' | 'wanted'>,
  day: LocalDate,
): boolean {
  return campaign.closedAt === null && campaign.from <= day && day <= campaign.to && campaign.answered < campaign.wanted
}

/**
 * Why this person may not be called now (REQUIREMENTS C8, C10); null when nothing forbids it. A refusal is for good: `campaigns.refused`
 * also stands for who refused in another campaign, which the caller knows.
 * @param dayOf the person's local day of an instant
 */
export function callStop(
  contact: CampaignContact,
  campaign: SurveyCampaign,
  now: LocalMoment,
  dayOf: (instant: string) => LocalDate,
): Refusal | null {
  if (contact.state === 'refused') return refuse('campaigns.refused')
  if (contact.state !== 'waiting') return refuse('campaigns.closedForPerson')
  if (!isRunning(campaign, now.day)) return refuse('campaigns.notRunning')
  if (now.hour < campaign.hourFrom || now.hour >= campaign.hourTo)
    return refuse('campaigns.outsideHours', undefined, { from: campaign.hourFrom, to: campaign.hourTo })
  if (contact.nextAt !== null && contact.nextAt > now.at) return refuse('campaigns.tooEarly')
  // A time that the person has named may be on the same day; otherwise once a day is enough.
  if (contact.nextAt === null && contact.attempts.some(({ at }) => dayOf(at) === now.day))
    return refuse('campaigns.calledToday')
  return null
}

/** The contact after one more attempt. What came before is never lost; who refused is never called again. */
export function afterAttempt(
  contact: CampaignContact,
  attempt: CampaignContact['attempts'][number],
  callBackAt: string | null,
  attemptsMax: number,
): CampaignContact {
  const attempts = [...contact.attempts, attempt].sort((a, b) => (a.at < b.at ? -1 : 1))
  if (contact.state === 'refused' || contact.state === 'answered') return { ...contact, attempts }
  const unanswered = attempts.filter(({ outcome }) => outcome === 'notReached').length
  const state = stateAfter(attempt.outcome, unanswered >= attemptsMax)
  const nextAt = state === 'waiting' && attempt.outcome === 'callBack' ? callBackAt : null
  return { ...contact, state, attempts, nextAt }
}

function stateAfter(outcome: AttemptOutcome, isUsedUp: boolean): CampaignContact['state'] {
  switch (outcome) {
    case 'answered':
      return 'answered'
    case 'refused':
      return 'refused'
    case 'wrongNumber':
      return 'givenUp'
    case 'callBack':
      return 'waiting'
    case 'notReached':
      return isUsedUp ? 'givenUp' : 'waiting'
  }
}

/** Answers counted so far by quota, over the running campaigns of a script: what its conditions ask. */
export function quotaCountsOf(
  campaigns: readonly SurveyCampaign[],
  scriptId: string,
  day: LocalDate,
): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const campaign of campaigns)
    if (campaign.scriptId === scriptId && campaign.closedAt === null && campaign.from <= day && day <= campaign.to)
      for (const { id, taken } of campaign.quotas) counts[id] = Math.max(counts[id] ?? 0, taken)
  return counts
}
