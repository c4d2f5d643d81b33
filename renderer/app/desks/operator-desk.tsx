import { Home } from '../home/home.tsx'
import { useKnowledgeTab } from '../knowledge/knowledge-tab.tsx'
import type { WorkTab } from '../work/work-list.tsx'
import type { DeskLinks } from './desk-links.ts'
import { RepresentativeDesk, useAppealsTab, useCallsTab } from './representative-desk.tsx'

/** The desk of the contact-centre operator: the call comes first, everything for it on one screen (DESIGN §8). */
export function OperatorDesk() {
  return <RepresentativeDesk Home={Home} useWorkTabs={useOperatorTabs} />
}

function useOperatorTabs(links: DeskLinks): readonly WorkTab[] {
  return [useCallsTab(links), useAppealsTab(links), ...useKnowledgeTab()]
}
