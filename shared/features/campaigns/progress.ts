import { z } from 'zod'
import { campaignPlan, surveyCampaign } from './campaign.ts'

/** `POST /api/campaigns`: the id is made by the desk, so that a repeat makes no second campaign. */
export const campaignRequest = z.object({ id: z.uuid(), plan: campaignPlan })
export const campaignPreview = z.object({ people: z.number().int(), withPhone: z.number().int() })
export type CampaignPreview = Readonly<z.infer<typeof campaignPreview>>

/** How a campaign stands: people by state, attempts, and those called today. */
export const campaignProgress = z.object({
  campaign: surveyCampaign,
  people: z.number().int(),
  waiting: z.number().int(),
  answered: z.number().int(),
  refused: z.number().int(),
  givenUp: z.number().int(),
  attempts: z.number().int(),
  attemptsToday: z.number().int(),
})
export type CampaignProgress = Readonly<z.infer<typeof campaignProgress>>

/** `GET /api/campaigns` */
export const campaignsAnswer = z.object({ items: z.array(campaignProgress) })
