import { CaseFilesProvider } from '../complaint/case-files-provider.tsx'
import { useCasesTab } from '../complaint/cases-tab.tsx'
import { ExpertHome } from '../home/expert-home.tsx'
import type { WorkTab } from '../work/work-list.tsx'
import type { DeskLinks } from './desk-links.ts'
import { RepresentativeDesk, useAppealsTab, useCallsTab } from './representative-desk.tsx'

/** The desk of the expert on complaints: what burns is seen first (REQUIREMENTS E1). */
export function ExpertDesk() {
  return (
    <CaseFilesProvider>
      <RepresentativeDesk Home={ExpertHome} useWorkTabs={useExpertTabs} />
    </CaseFilesProvider>
  )
}

function useExpertTabs(links: DeskLinks): readonly WorkTab[] {
  // Open appeals of line 3 are counted as cases already.
  return [useCasesTab(links), { ...useAppealsTab(links), count: 0 }, useCallsTab(links)]
}
