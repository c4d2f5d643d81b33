import { ExpertHome } from '../home/expert-home.tsx'
import type { WorkTab } from '../work/work-list.tsx'
import type { DeskLinks } from './desk-links.ts'
import { RepresentativeDesk, useAppealsTab, useCallsTab } from './representative-desk.tsx'

/** The desk of the expert on complaints: what burns is seen first (REQUIREMENTS E1). */
export function ExpertDesk() {
  return <RepresentativeDesk Home={ExpertHome} useWorkTabs={useExpertTabs} />
}

function useExpertTabs(links: DeskLinks): readonly WorkTab[] {
  return [useAppealsTab(links), useCallsTab(links)]
}
