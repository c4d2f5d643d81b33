import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import type { CampaignChoice, CampaignPlan } from '#shared/features/campaigns/campaign.ts'
import type { CampaignPreview } from '#shared/features/campaigns/progress.ts'

/**
 * The people whom a plan chooses: insured here, of the clinics named, with a number that is right, and without anybody who has refused to be
 * asked before (REQUIREMENTS C8). Held equal to `isChosen` of shared by a test.
 */
function chosen(orgId: string, choice: CampaignChoice, year: number): RawBuilder<unknown> {
  return sql`from insured_persons person
    where person.org_id = ${orgId} and person.data is not null and person.clinic_id = any(${choice.clinicIds}::text[])
      and person.insurer_code = (select insurer_code from organisations where id = ${orgId})
      and ${year} - left(person.data->>'birthDate', 4)::int between ${choice.ageFrom} and ${choice.ageTo}
      ${choice.sex === null ? sql`` : sql`and person.data->>'sex' = ${choice.sex}`}
      ${choice.due === null ? sql`` : sql`and person.data->'prevention'->>'due' = ${choice.due}`}
      ${choice.states.length === 0 ? sql`` : sql`and person.data->'prevention'->>'state' = any(${choice.states}::text[])`}
      ${choice.marks.length === 0 ? sql`` : sql`and person.data->'marks' ?| ${choice.marks}::text[]`}
      and not exists (select 1 from campaign_contacts before
        where before.org_id = ${orgId} and before.person_id = person.id and before.state = 'refused')`
}

const HAS_PHONE = sql`jsonb_path_exists(person.data, '$.phones[*] ? (@.valid == true)')`

/** How many people a choice finds, and how many of them can be called. */
export async function countChosen(
  tx: Tx,
  orgId: string,
  choice: CampaignChoice,
  year: number,
): Promise<CampaignPreview> {
  const { rows } = await sql<{ people: number; with_phone: number }>`
    select count(*)::int as people, count(*) filter (where ${HAS_PHONE})::int as with_phone ${chosen(orgId, choice, year)}`.execute(
    tx,
  )
  return { people: rows[0]?.people ?? 0, withPhone: rows[0]?.with_phone ?? 0 }
}

/** Those who can be called, by lot: the first of an alphabet would be a poor sample. The lot hangs on the campaign, so that a repeat draws the same. */
export async function drawPeople(
  tx: Tx,
  orgId: string,
  plan: CampaignPlan,
  draw: { readonly campaignId: string; readonly year: number; readonly max: number },
): Promise<{ id: string; clinicId: string }[]> {
  const { rows } = await sql<{ id: string; clinic_id: string }>`
    select person.id, person.clinic_id ${chosen(orgId, plan.choice, draw.year)} and ${HAS_PHONE}
    order by md5(person.id || ${draw.campaignId}), person.id limit ${draw.max}`.execute(tx)
  return rows.map(({ id, clinic_id }) => ({ id, clinicId: clinic_id }))
}
