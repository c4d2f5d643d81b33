import { useCallback, useRef, useState } from 'react'
import { useApprovals } from '#renderer/features/complaints/approvals-inbox.tsx'
import { DayNumbers } from '#renderer/features/supervision/day-numbers.tsx'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import type { CallId, PersonId } from '#shared/kernel/ids.ts'
import { CallTask } from '../call/call-task.tsx'
import { CampaignTask } from '../campaigns/campaign-task.tsx'
import { useCampaignsTab } from '../campaigns/campaigns-tab.tsx'
import { ClinicListsTask } from '../clinic-imports/clinic-lists-task.tsx'
import { useListsTab } from '../clinic-imports/use-lists-tab.tsx'
import { CaseFilesProvider } from '../complaint/case-files-provider.tsx'
import { useAllCasesTab } from '../complaint/cases-tab.tsx'
import { OpenedCase } from '../complaint/opened-case.tsx'
import { useDesk, useNavigation } from '../desk-context.tsx'
import type { Task } from '../desk-store.ts'
import { DeskPhone } from '../home/desk-phone.tsx'
import { InboxTask } from '../inbox/inbox-task.tsx'
import type { DeskAction } from '../keymap.ts'
import { PersonZone } from '../person/person-zone.tsx'
import { DefectsReport } from '../reports/defects.tsx'
import { InformingReport } from '../reports/informing.tsx'
import { firstChoice, type ReportChoice } from '../reports/report-choice.ts'
import { ReportPanel } from '../reports/report-panel.tsx'
import { ScriptReport } from '../reports/script-report.tsx'
import { StructureReport } from '../reports/structure.tsx'
import { SurveysReport } from '../reports/surveys.tsx'
import { OpenDrafts } from '../scripts/open-drafts.tsx'
import { ScriptTask } from '../scripts/script-task.tsx'
import { ScriptsPage } from '../scripts/scripts-page.tsx'
import { CommandPalette } from '../shell/command-palette.tsx'
import { Shell } from '../shell/shell.tsx'
import { SyncZone } from '../shell/sync-zone.tsx'
import { Team, TeamPanel } from '../staff/team.tsx'
import { ANYBODY, type TeamFilters } from '../staff/use-team.ts'
import { Approvals } from '../supervision/approvals.tsx'
import { CallLog } from '../supervision/call-log.tsx'
import { type Chosen, ChosenDetail } from '../supervision/chosen-detail.tsx'
import { CallFilterPanel, JournalFilterPanel } from '../supervision/filter-panels.tsx'
import { ANY_APPEALS, ANY_CALLS, type CallFilters, type JournalFilters } from '../supervision/filters.ts'
import { Floor } from '../supervision/floor.tsx'
import { Journal } from '../supervision/journal.tsx'
import { appealsOfYear, listOf, type OpenedList } from '../supervision/supervisor-lists.ts'
import { useFloor } from '../supervision/use-floor.ts'
import { WorkList, type WorkTab } from '../work/work-list.tsx'
import { useSupervisorActions } from './use-supervisor-actions.ts'
import '../supervision/supervision.css'

const LISTS = ['floor', 'callLog', 'journal', 'cases', 'approvals', 'reports', 'scripts', 'team'] as const
type List = (typeof LISTS)[number]

function taskOf(list: List): Task {
  return list === 'cases' ? { kind: list, appealId: null } : { kind: list }
}

function listOfTask({ kind }: Task): List {
  if (kind === 'scriptDraft') return 'scripts'
  return LISTS.find((list) => list === kind) ?? 'floor'
}

/** The supervisor's desk: what goes on now, and behind each number the calls and appeals of the whole team. */
export function SupervisorDesk() {
  return (
    <CaseFilesProvider>
      <Body />
    </CaseFilesProvider>
  )
}

function Body() {
  const shell = useText('shell')
  const { navigation, soft } = useDesk()
  const search = useRef<HTMLInputElement>(null)
  const task = useNavigation((state) => state.task)
  const person = useNavigation((state) => state.person)
  const [calls, setCalls] = useState(ANY_CALLS)
  const [appeals, setAppeals] = useState(ANY_APPEALS)
  const [report, setReport] = useState(() => firstChoice(todayHere(Date.now())))
  const [team, setTeam] = useState(ANYBODY)
  const [chosen, setChosen] = useState<Chosen>(null)
  const actions = useSupervisorActions()
  const list = listOfTask(task)

  const choose = (what: Chosen): void => {
    navigation.closePerson()
    setChosen(what)
  }
  const open = (opened: OpenedList): void => {
    setChosen(null)
    if (opened.kind === 'callLog') setCalls(opened.filters)
    else setAppeals(opened.filters)
    navigation.go({ kind: opened.kind })
  }
  const onAction = useCallback(
    (action: DeskAction) => {
      if (action === 'sync') navigation.go({ kind: 'inbox' })
      if (action !== 'search') return
      setChosen(null)
      search.current?.focus()
    },
    [navigation],
  )
  const tabs = useTabs({ calls, setCalls, appeals, setAppeals, report, setReport, team, setTeam, open })

  return (
    <Shell
      phone={soft === null ? null : <DeskPhone />}
      work={
        <WorkList
          label={shell('zone.work')}
          chosen={task.kind === 'clinicLists' ? 'lists' : task.kind === 'campaign' ? 'campaigns' : list}
          onChoose={(key) => {
            setChosen(null)
            if (key === 'lists') navigation.go({ kind: 'clinicLists', jobId: null })
            else if (key === 'campaigns') navigation.go({ kind: 'campaign', campaignId: null })
            else navigation.go(taskOf(LISTS.find((it) => it === key) ?? 'floor'))
          }}
          tabs={tabs}
        />
      }
      task={
        task.kind === 'call' ? (
          <CallTask callId={task.callId} onFind={() => search.current?.focus()} />
        ) : task.kind === 'inbox' ? (
          <InboxTask onClose={() => navigation.go({ kind: 'floor' })} />
        ) : task.kind === 'campaign' ? (
          <CampaignTask campaignId={task.campaignId} onClose={() => navigation.go({ kind: 'floor' })} />
        ) : task.kind === 'clinicLists' ? (
          <ClinicListsTask jobId={task.jobId} onClose={() => navigation.go({ kind: 'floor' })} />
        ) : task.kind === 'scriptDraft' ? (
          <ScriptTask draftId={task.draftId} onClose={() => navigation.go({ kind: 'scripts' })} />
        ) : (
          <OpenList {...{ list, calls, appeals, report, team, chosen }} onChoose={choose} onOpen={open} />
        )
      }
      person={
        task.kind === 'scriptDraft' ? null : person === null && chosen !== null ? (
          <ChosenDetail chosen={chosen} onChoose={choose} onOpen={open} />
        ) : (
          <PersonZone
            searchRef={search}
            onChoose={(found) => navigation.openPerson(found.id, 'search')}
            onOpenAppeal={({ number: text }) => open(appealsOfYear({ text }))}
            onNewAppeal={null}
            onCall={null}
            onClose={() => navigation.closePerson()}
          />
        )
      }
      sync={<SyncZone />}
      palette={
        <CommandPalette
          actions={actions}
          onPerson={(found) => navigation.openPerson(found.id, 'search')}
          onAppeal={({ number: text }) => open(appealsOfYear({ text }))}
          onClinic={(place) => open(appealsOfYear({ place }))}
        />
      }
      onAction={onAction}
    />
  )
}

interface OpenListProps {
  readonly list: List
  readonly calls: CallFilters
  readonly appeals: JournalFilters
  readonly report: ReportChoice
  readonly team: TeamFilters
  readonly chosen: Chosen
  readonly onChoose: (chosen: Chosen) => void
  readonly onOpen: (list: OpenedList) => void
}

function OpenList({ list, calls, appeals, report, team, chosen, onChoose, onOpen }: OpenListProps) {
  const { navigation } = useDesk()
  switch (list) {
    case 'callLog':
      return (
        <CallLog
          filters={calls}
          chosen={chosen?.kind === 'call' ? chosen.callId : null}
          onChoose={(callId: CallId) => onChoose({ kind: 'call', callId })}
        />
      )
    case 'journal':
      return (
        <Journal
          filters={appeals}
          chosen={chosen?.kind === 'appeal' ? chosen.item.appeal.id : null}
          onChoose={(item) => onChoose({ kind: 'appeal', item })}
        />
      )
    case 'cases':
      return <OpenedCase />
    case 'approvals':
      return <Approvals />
    case 'reports':
      return report.kind === 'structure' ? (
        <StructureReport choice={report} onOpen={onOpen} />
      ) : report.kind === 'surveys' ? (
        <SurveysReport
          key={`${report.days.from} ${report.days.to}`}
          days={report.days}
          onPerson={(personId) => navigation.openPerson(personId as PersonId, 'report')}
        />
      ) : report.kind === 'scripts' ? (
        <ScriptReport
          key={`${report.days.from} ${report.days.to}`}
          days={report.days}
          onCall={(callId) => onChoose({ kind: 'call', callId })}
        />
      ) : report.kind === 'defects' ? (
        <DefectsReport
          key={`${report.days.from} ${report.days.to} ${report.against}`}
          choice={report}
          onAppeal={(_, text) => onOpen(appealsOfYear({ text }))}
        />
      ) : (
        <InformingReport
          key={report.year}
          year={report.year}
          onPerson={(personId) => navigation.openPerson(personId as PersonId, 'report')}
        />
      )
    case 'team':
      return (
        <Team
          filters={team}
          chosen={chosen?.kind === 'member' ? chosen.userId : null}
          onChoose={(userId) => onChoose({ kind: 'member', userId })}
        />
      )
    case 'scripts':
      return <ScriptsPage />
    case 'floor':
      return (
        <Floor
          chosen={chosen?.kind === 'colleague' ? chosen.userId : null}
          onChoose={({ userId }) => onChoose({ kind: 'colleague', userId })}
        />
      )
  }
}

interface TabParts {
  readonly calls: CallFilters
  readonly setCalls: (filters: CallFilters) => void
  readonly appeals: JournalFilters
  readonly setAppeals: (filters: JournalFilters) => void
  readonly report: ReportChoice
  readonly setReport: (choice: ReportChoice) => void
  readonly team: TeamFilters
  readonly setTeam: (filters: TeamFilters) => void
  readonly open: (list: OpenedList) => void
}

function useTabs(parts: TabParts): readonly WorkTab[] {
  const t = useText('supervision')
  const { calls, setCalls, appeals, setAppeals, report, setReport, team, setTeam, open } = parts
  const floorText = useText('floor')
  const reportsText = useText('reports')
  const staffText = useText('staff')
  const scriptsText = useText('scriptEditor')
  const complaints = useText('complaints')
  const approvals = useApprovals()
  const { floor } = useFloor()
  const { navigation } = useDesk()
  const openCase = useNavigation(({ task }) => (task.kind === 'cases' ? task.appealId : null))
  const cases = useAllCasesTab(openCase, (appealId) => navigation.go({ kind: 'cases', appealId }))
  return [
    {
      key: 'floor',
      label: floorText('tab'),
      body: floor === undefined ? null : <DayNumbers floor={floor} onOpen={(list) => open(listOf(list, floor))} />,
    },
    { key: 'callLog', label: t('tab.calls'), body: <CallFilterPanel filters={calls} onChange={setCalls} /> },
    { key: 'journal', label: t('tab.journal'), body: <JournalFilterPanel filters={appeals} onChange={setAppeals} /> },
    cases,
    { key: 'approvals', label: complaints('approvals.tab'), count: approvals?.length ?? 0, body: null },
    { key: 'reports', label: reportsText('tab'), body: <ReportPanel choice={report} onChange={setReport} /> },
    { key: 'scripts', label: scriptsText('list'), body: <OpenDrafts /> },
    { key: 'team', label: staffText('tab'), body: <TeamPanel filters={team} onChange={setTeam} /> },
    ...useListsTab(),
    ...useCampaignsTab(),
  ]
}
