import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import type { SurveyCampaign } from '#shared/features/campaigns/campaign.ts'
import type { CampaignProgress } from '#shared/features/campaigns/progress.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { isWithin } from './keep-campaign.ts'

interface ProgressRow {
  readonly data: SurveyCampaign
  readonly people: number
  readonly waiting: number
  readonly answered: number
  readonly refused: number
  readonly given_up: number
  readonly attempts: number
  readonly attempts_today: number
}

/** Campaigns newest first with what has come of them; a representative sees those of the own clinics. */
export async function readProgress(tx: Tx, actor: Actor, since: string): Promise<CampaignProgress[]> {
  const { rows } = await sql<ProgressRow>`
    select campaign.data, count(contact.id)::int as people,
      count(*) filter (where contact.state = 'waiting')::int as waiting,
      count(*) filter (where contact.state = 'answered')::int as answered,
      count(*) filter (where contact.state = 'refused')::int as refused,
      count(*) filter (where contact.state = 'givenUp')::int as given_up,
      coalesce(sum(contact.attempts), 0)::int as attempts,
      count(*) filter (where contact.last_at >= ${since}::timestamptz)::int as attempts_today
    from survey_campaigns campaign
      left join campaign_contacts contact on contact.campaign_id = campaign.id and contact.data is not null
    where campaign.org_id = ${actor.orgId} and campaign.data is not null
    group by campaign.id, campaign.data
    order by campaign.data->>'createdAt' desc, campaign.id limit 200`.execute(tx)
  return rows
    .filter(({ data }) => isWithin(actor, data.choice.clinicIds))
    .map(({ data, given_up, attempts_today, ...counts }) => ({
      ...counts,
      campaign: data,
      givenUp: given_up,
      attemptsToday: attempts_today,
    }))
}
