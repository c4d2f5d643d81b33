import type { RecordKindDefinition } from '#server/db/record-kind.ts'

/** A campaign names nobody: every desk of the organisation may hold it. */
export const surveyCampaignRecord: RecordKindDefinition<'surveyCampaign'> = {
  kind: 'surveyCampaign',
  table: 'survey_campaigns',
  columns: { script_id: 'text', last_day: 'date' },
  promote: (campaign) => ({ script_id: campaign.scriptId, last_day: campaign.to }),
  scopesOf: async (_campaign, orgId) => [`reference:${orgId}`],
}

/** The people of a campaign are held where the people of their clinic are. */
export const campaignContactRecord: RecordKindDefinition<'campaignContact'> = {
  kind: 'campaignContact',
  table: 'campaign_contacts',
  columns: {
    campaign_id: 'text',
    person_id: 'text',
    clinic_id: 'text',
    state: 'text',
    attempts: 'integer',
    last_at: 'timestamptz',
  },
  promote: (contact) => ({
    campaign_id: contact.campaignId,
    person_id: contact.personId,
    clinic_id: contact.clinicId,
    state: contact.state,
    attempts: contact.attempts.length,
    last_at: contact.attempts.at(-1)?.at ?? null,
  }),
  scopesOf: async (contact) => [`registry:${contact.clinicId}`],
}
