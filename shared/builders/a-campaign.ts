import type { CampaignChoice, CampaignPlan } from '../features/campaigns/campaign.ts'
import type { ClinicId } from '../kernel/ids.ts'
import { anId, CLINIC_ID } from './ids.ts'

/** A campaign of November 2026 that asks everybody of one clinic. */
export function aCampaignPlan(
  choice: Partial<CampaignChoice> = {},
  overrides: Partial<CampaignPlan> = {},
): CampaignPlan {
  return {
    title: 'Качество помощи, ноябрь',
    scriptId: 'quality-of-care',
    choice: {
      clinicIds: [anId<ClinicId>(CLINIC_ID)],
      sex: null,
      ageFrom: 18,
      ageTo: 130,
      due: null,
      states: [],
      marks: [],
      ...choice,
    },
    from: '2026-11-01',
    to: '2026-11-30',
    wanted: 50,
    attemptsMax: 3,
    hourFrom: 9,
    hourTo: 20,
    ...overrides,
  }
}
