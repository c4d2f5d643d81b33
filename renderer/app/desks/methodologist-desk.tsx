import { useMantineColorScheme } from '@mantine/core'
import {
  IconCloudUp,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconRoute,
  IconUsers,
} from '@tabler/icons-react'
import { useCallback, useState } from 'react'
import { switchLanguage, useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { useDesk, useNavigation } from '../desk-context.tsx'
import { InboxTask } from '../inbox/inbox-task.tsx'
import { DESK_KEYS, type DeskAction } from '../keymap.ts'
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
import '../supervision/supervision.css'

/** The desk of administrators and methodologists: scripts that others talk by, and the team. It has neither telephone nor people. */
export function MethodologistDesk() {
  const shell = useText('shell')
  const scripts = useText('scriptEditor')
  const staff = useText('staff')
  const { navigation } = useDesk()
  const task = useNavigation((state) => state.task)
  const [team, setTeam] = useState(ANYBODY)
  const [chosen, setChosen] = useState<Chosen>(null)
  const actions = useActions()
  const isTeam = task.kind === 'team'
  const toScripts = (): void => navigation.go({ kind: 'scripts' })
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
          chosen={isTeam ? 'team' : 'scripts'}
          onChoose={(key) => navigation.go({ kind: key === 'team' ? 'team' : 'scripts' })}
          tabs={[
            { key: 'scripts', label: scripts('list'), body: <OpenDrafts /> },
            { key: 'team', label: staff('tab'), body: <TeamPanel filters={team} onChange={setTeam} /> },
          ]}
        />
      }
      task={
        task.kind === 'inbox' ? (
          <InboxTask onClose={toScripts} />
        ) : isTeam ? (
          <Team
            filters={team}
            chosen={chosen?.kind === 'member' ? chosen.userId : null}
            onChoose={(userId) => setChosen({ kind: 'member', userId })}
          />
        ) : task.kind === 'scriptDraft' ? (
          <ScriptTask draftId={task.draftId} onClose={toScripts} />
        ) : (
          <ScriptsPage />
        )
      }
      person={
        isTeam && chosen !== null ? (
          <ChosenDetail chosen={chosen} onChoose={setChosen} onOpen={() => undefined} />
        ) : null
      }
      sync={<SyncZone />}
      palette={<CommandPalette actions={actions} onPerson={NOWHERE} onAppeal={NOWHERE} onClinic={NOWHERE} />}
      onAction={onAction}
    />
  )
}

/** The palette finds records that this desk holds; it holds neither people nor appeals. */
const NOWHERE = (): void => undefined

/** What can be done from anywhere by Ctrl+K. */
function useActions(): readonly PaletteAction[] {
  const shell = useText('shell')
  const desk = useText('desk')
  const scripts = useText('scriptEditor')
  const staff = useText('staff')
  const language = useLanguage()
  const { toggleColorScheme } = useMantineColorScheme()
  const { navigation, session } = useDesk()
  return [
    { id: 'scripts', label: scripts('list'), icon: IconRoute, run: () => navigation.go({ kind: 'scripts' }) },
    { id: 'team', label: staff('title'), icon: IconUsers, run: () => navigation.go({ kind: 'team' }) },
    {
      id: 'sync',
      label: shell('key.sync'),
      icon: IconCloudUp,
      keys: DESK_KEYS.sync.shown,
      run: () => navigation.go({ kind: 'inbox' }),
    },
    {
      id: 'keys',
      label: shell('menu.keys'),
      icon: IconKeyboard,
      keys: DESK_KEYS.keySheet.shown,
      run: () => navigation.showKeySheet(true),
    },
    {
      id: 'language',
      label: desk('action.language'),
      icon: IconLanguage,
      run: () => void switchLanguage(language === 'ru' ? 'en' : 'ru'),
    },
    { id: 'theme', label: desk('action.theme'), icon: IconMoon, run: toggleColorScheme },
    { id: 'signOut', label: shell('menu.signOut'), icon: IconLogout, run: () => void session.signOut() },
  ]
}
