import { useQuery, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import {
  type CampaignChoice,
  type CampaignPlan,
  campaignChoice,
  surveyCampaign,
} from '#shared/features/campaigns/campaign.ts'
import { campaignPreview, campaignsAnswer } from '#shared/features/campaigns/progress.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { OnlineReadError, useApi, useOnlineDetail } from '../supervision/use-online.ts'

/** Campaigns with their progress, asked for anew at every attempt of a desk and now and then besides. */
export function useCampaigns() {
  return useOnlineDetail('campaigns', ['campaignContact', 'surveyCampaign'], '/api/campaigns', campaignsAnswer, 15_000)
}

/** How many people a choice finds; nothing is asked for a choice that cannot be. */
export function useCampaignPreview(choice: CampaignChoice) {
  const api = useApi()
  const isSound = campaignChoice.safeParse(choice).success && choice.ageFrom <= choice.ageTo
  return useQuery({
    queryKey: ['campaignPreview', choice],
    enabled: isSound,
    placeholderData: (before) => before,
    queryFn: async () => {
      const answer = await api.post('/api/campaigns/preview', choice, campaignPreview)
      if (answer.ok) return answer.value
      throw new OnlineReadError(answer.failure)
    },
  })
}

export type CampaignEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'unreachable' }

/** Makes and closes campaigns on the server; never throws. */
export function useCampaignOrders() {
  const api = useApi()
  const queries = useQueryClient()
  const { sync } = useDeskData()
  async function order<T>(address: string, body: unknown, schema: z.ZodType<T>): Promise<CampaignEnd> {
    const answer = await api.post(address, body, schema)
    if (!answer.ok)
      return answer.failure.kind === 'refused'
        ? { kind: 'refused', refusals: answer.failure.refusals }
        : { kind: 'unreachable' }
    await queries.invalidateQueries({ queryKey: ['campaigns'] })
    await sync.tryNow()
    return { kind: 'done' }
  }
  return {
    create: (id: string, plan: CampaignPlan) => order('/api/campaigns', { id, plan }, surveyCampaign),
    close: (id: string) => order(`/api/campaigns/${id}/close`, {}, z.undefined()),
  }
}
