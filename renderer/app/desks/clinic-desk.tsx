import { useListsTab } from '../clinic-imports/use-lists-tab.tsx'
import { ClinicHome } from '../home/clinic-home.tsx'
import type { WorkTab } from '../work/work-list.tsx'
import type { DeskLinks } from './desk-links.ts'
import { RepresentativeDesk, useAppealsTab, useCallsTab } from './representative-desk.tsx'

/** The desk of the representative at the post of a clinic: people come up and ask; search, card and the clinic's hours are at hand. */
export function ClinicDesk() {
  return <RepresentativeDesk Home={ClinicHome} useWorkTabs={useClinicTabs} />
}

function useClinicTabs(links: DeskLinks): readonly WorkTab[] {
  return [useAppealsTab(links), useCallsTab(links), ...useListsTab()]
}
