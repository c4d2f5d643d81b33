import { useCallback, useRef } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDesk, useNavigation } from '../desk-context.tsx'
import { Home } from '../home/home.tsx'
import type { DeskAction } from '../keymap.ts'
import { PersonZone } from '../person/person-zone.tsx'
import { CommandPalette } from '../shell/command-palette.tsx'
import { Shell } from '../shell/shell.tsx'
import { SyncZone } from '../shell/sync-zone.tsx'
import { AppealsList, useMyAppeals } from '../work/appeals-list.tsx'
import { CallsToday } from '../work/calls-today.tsx'
import { WorkList } from '../work/work-list.tsx'

/** The desk of the contact-centre operator: the call comes first, everything for it on one screen (DESIGN §8). */
export function OperatorDesk() {
  const t = useText('desk')
  const shell = useText('shell')
  const { navigation } = useDesk()
  const search = useRef<HTMLInputElement>(null)
  const task = useNavigation((state) => state.task)
  const appeals = useMyAppeals()

  const onAction = useCallback(
    (action: DeskAction) => {
      if (action === 'search') search.current?.focus()
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
          tabs={[
            {
              key: 'calls',
              label: t('work.calls'),
              body: (
                <CallsToday
                  onOpen={(call) => call.personId !== null && navigation.openPerson(call.personId, 'workList')}
                  onCall={null}
                />
              ),
            },
            {
              key: 'appeals',
              label: t('work.appeals'),
              count: appeals.length,
              body: <AppealsList onOpen={(appeal) => navigation.go({ kind: 'appeal', appealId: appeal.id })} />,
            },
          ]}
        />
      }
      task={task.kind === 'home' ? <Home /> : null}
      person={
        <PersonZone
          searchRef={search}
          onChoose={(person) => navigation.openPerson(person.id, 'search')}
          onOpenAppeal={(appeal) => navigation.go({ kind: 'appeal', appealId: appeal.id })}
          onNewAppeal={null}
          onCall={null}
          onClose={() => navigation.closePerson()}
        />
      }
      sync={<SyncZone />}
      palette={<CommandPalette actions={[]} onPerson={(person) => navigation.openPerson(person.id, 'search')} />}
      onAction={onAction}
    />
  )
}
