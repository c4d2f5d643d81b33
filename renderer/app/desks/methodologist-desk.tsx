import { IconBook2, IconChartFunnel, IconRoute, IconUsers } from '@tabler/icons-react'
import { useCallback, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { useDesk, useNavigation } from '../desk-context.tsx'
import { InboxTask } from '../inbox/inbox-task.tsx'
import type { DeskAction } from '../keymap.ts'
import { ArticleEditor } from '../knowledge/article-editor.tsx'
import { useKnowledgeTab } from '../knowledge/knowledge-tab.tsx'
import { firstChoice, type ReportChoice } from '../reports/report-choice.ts'
import { ReportPanel } from '../reports/report-panel.tsx'
import { ScriptReport } from '../reports/script-report.tsx'
import { OpenDrafts } from '../scripts/open-drafts.tsx'
import { ScriptTask } from '../scripts/script-task.tsx'
import { ScriptsPage } from '../scripts/scripts-page.tsx'
import { CommandPalette, type PaletteAction } from '../shell/command-palette.tsx'
import { Shell } from '../shell/shell.tsx'
import { SyncZone } from '../shell/sync-zone.tsx'
import { Team, TeamPanel } from '../staff/team.tsx'
import { ANYBODY } from '../staff/use-team.ts'
import { type Chosen, ChosenDetail } from '../supervision/chosen-detail.tsx'
import { WorkList } from '../work/work-list.tsx'
import { useDeskActions } from './use-desk-actions.ts'
import '../supervision/supervision.css'

const LISTS = ['scripts', 'measures', 'knowledge', 'team'] as const
type List = (typeof LISTS)[number]

/** The desk of administrators and methodologists: scripts that others talk by and how they fare, answers they give, and the team. It has neither telephone nor people. */
export function MethodologistDesk() {
  const shell = useText('shell')
  const scripts = useText('scriptEditor')
  const measures = useText('scriptMeasures')
  const staff = useText('staff')
  const knowledgeText = useText('knowledge')
  const { navigation } = useDesk()
  const task = useNavigation((state) => state.task)
  const [team, setTeam] = useState(ANYBODY)
  const [chosen, setChosen] = useState<Chosen>(null)
  const [list, setList] = useState<List>('scripts')
  const [report, setReport] = useState(firstMeasures)
  const knowledgeTab = useKnowledgeTab()
  const toList = (): void => navigation.go({ kind: 'home' })
  const openList = (name: List): void => {
    setList(name)
    toList()
  }
  const actions = useActions(openList)
  const onAction = useCallback(
    (action: DeskAction) => {
      if (action === 'sync') navigation.go({ kind: 'inbox' })
    },
    [navigation],
  )
  return (
    <Shell
      phone={null}
      work={
        <WorkList
          label={shell('zone.work')}
          chosen={list}
          onChoose={(key) => openList(LISTS.find((name) => name === key) ?? 'scripts')}
          tabs={[
            { key: 'scripts', label: scripts('list'), body: <OpenDrafts /> },
            {
              key: 'measures',
              label: measures('tab'),
              body: <ReportPanel kinds={['scripts']} choice={report} onChange={setReport} />,
            },
            ...knowledgeTab,
            { key: 'team', label: staff('tab'), body: <TeamPanel filters={team} onChange={setTeam} /> },
          ]}
        />
      }
      task={
        task.kind === 'inbox' ? (
          <InboxTask onClose={toList} />
        ) : task.kind === 'scriptDraft' ? (
          <ScriptTask draftId={task.draftId} onClose={toList} />
        ) : task.kind === 'knowledge' ? (
          <ArticleEditor articleId={task.articleId} onClose={toList} />
        ) : list === 'measures' ? (
          <ScriptReport key={`${report.days.from} ${report.days.to}`} days={report.days} onCall={null} />
        ) : list === 'team' ? (
          <Team
            filters={team}
            chosen={chosen?.kind === 'member' ? chosen.userId : null}
            onChoose={(userId) => setChosen({ kind: 'member', userId })}
          />
        ) : list === 'knowledge' ? (
          <EmptyState icon={IconBook2} title={knowledgeText('queue.title')} />
        ) : (
          <ScriptsPage />
        )
      }
      person={
        list === 'team' && chosen !== null ? (
          <ChosenDetail chosen={chosen} onChoose={setChosen} onOpen={() => undefined} />
        ) : null
      }
      sync={<SyncZone />}
      palette={<CommandPalette actions={actions} onPerson={NOWHERE} onAppeal={NOWHERE} onClinic={NOWHERE} />}
      onAction={onAction}
    />
  )
}

/** This quarter, as the reports of a supervisor begin. */
function firstMeasures(): ReportChoice {
  return { ...firstChoice(todayHere(Date.now())), kind: 'scripts' }
}

/** The palette finds records that this desk holds; it holds neither people nor appeals. */
const NOWHERE = (): void => undefined

/** What can be done from anywhere by Ctrl+K. */
function useActions(onList: (list: List) => void): readonly PaletteAction[] {
  const scripts = useText('scriptEditor')
  const measures = useText('scriptMeasures')
  const staff = useText('staff')
  return [
    { id: 'scripts', label: scripts('list'), icon: IconRoute, run: () => onList('scripts') },
    { id: 'measures', label: measures('title'), icon: IconChartFunnel, run: () => onList('measures') },
    { id: 'team', label: staff('title'), icon: IconUsers, run: () => onList('team') },
    ...useDeskActions(),
  ]
}
