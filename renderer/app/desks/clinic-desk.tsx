import { useText } from '#renderer/i18n/i18n.ts'
import { useCampaignsTab } from '../campaigns/campaigns-tab.tsx'
import { DueTab } from '../clinic/due-tab.tsx'
import { useOpenVisits, VisitsTab } from '../clinic/visits-tab.tsx'
import { useListsTab } from '../clinic-imports/use-lists-tab.tsx'
import { ClinicHome } from '../home/clinic-home.tsx'
import type { WorkTab } from '../work/work-list.tsx'
import type { DeskLinks } from './desk-links.ts'
import { RepresentativeDesk, useAppealsTab, useCallsTab } from './representative-desk.tsx'

/** The desk of the representative at the post of a clinic: people come up and ask; search, card and the clinic's hours are at hand. */
export function ClinicDesk() {
  return <RepresentativeDesk Home={ClinicHome} useWorkTabs={useClinicTabs} isWorkWide />
}

/** The list of who is due comes first: it is the work between the people who come up. */
function useClinicTabs(links: DeskLinks): readonly WorkTab[] {
  const care = useText('preventiveCare')
  const clinics = useText('clinics')
  const visits = useOpenVisits()
  return [
    { key: 'due', label: care('list.tab'), body: <DueTab /> },
    { key: 'visits', label: clinics('visits.tab'), count: visits.length, body: <VisitsTab /> },
    useAppealsTab(links),
    useCallsTab(links),
    ...useListsTab(),
    ...useCampaignsTab(),
  ]
}
