import { useCallback, useRef } from 'react'
import { SoftphoneBar } from '#renderer/features/telephony/softphone-bar.tsx'
import { useClickToCall } from '#renderer/features/telephony/softphone-context.tsx'
import { useText } from '#renderer/i18n/i18n.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { useCallFlow } from '../call/call-flow-context.ts'
import { CallTask } from '../call/call-task.tsx'
import { UnfinishedCalls } from '../call/unfinished-calls.tsx'
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
  const { navigation } = useDesk()
  const flow = useCallFlow()
  const search = useRef<HTMLInputElement>(null)
  const task = useNavigation((state) => state.task)
  const call = useClickToCall()
  const focusSearch = useCallback(() => search.current?.focus(), [])

  const onAction = useCallback(
    (action: DeskAction) => {
      if (action === 'search') focusSearch()
      if (action === 'sync') navigation.go({ kind: 'inbox' })
    },
    [navigation, focusSearch],
  )

  /** During a call whoever is found is the caller: nothing is asked twice. */
  function choosePerson(person: InsuredPerson): void {
    if (task.kind !== 'call') navigation.openPerson(person.id, 'search')
    else {
      flow.step(task.callId, { type: 'personChosen', personId: person.id })
      navigation.openPerson(person.id, 'incomingCall', task.callId)
    }
  }

  return (
    <Shell
      phone={<SoftphoneBar />}
      work={<OperatorWork onCall={call} />}
      task={task.kind === 'call' ? <CallTask callId={task.callId} onFind={focusSearch} /> : <Home />}
      person={
        <PersonZone
          searchRef={search}
          onChoose={choosePerson}
          onOpenAppeal={(appeal) => navigation.go({ kind: 'appeal', appealId: appeal.id })}
          onNewAppeal={null}
          onCall={call}
          onClose={() => navigation.closePerson()}
        />
      }
      sync={<SyncZone />}
      palette={<CommandPalette actions={[]} onPerson={choosePerson} />}
      onAction={onAction}
    />
  )
}

function OperatorWork({ onCall }: { readonly onCall: (number: string) => void }) {
  const t = useText('desk')
  const shell = useText('shell')
  const { navigation } = useDesk()
  const appeals = useMyAppeals()
  return (
    <WorkList
      label={shell('zone.work')}
      tabs={[
        {
          key: 'calls',
          label: t('work.calls'),
          body: (
            <>
              <UnfinishedCalls />
              <CallsToday
                onOpen={({ personId }) => personId !== null && navigation.openPerson(personId, 'workList')}
                onCall={onCall}
              />
            </>
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
  )
}
