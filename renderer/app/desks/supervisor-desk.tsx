import { CloseButton } from '@mantine/core'
import { useCallback, useRef, useState } from 'react'
import { SoftphoneBar } from '#renderer/features/telephony/softphone-bar.tsx'
import { useText } from '#renderer/i18n/i18n.ts'
import type { JournalItem } from '#shared/features/appeals/journal.ts'
import type { CallId } from '#shared/kernel/ids.ts'
import { CallTask } from '../call/call-task.tsx'
import { useDesk, useNavigation } from '../desk-context.tsx'
import type { DeskAction } from '../keymap.ts'
import { PersonZone } from '../person/person-zone.tsx'
import { CommandPalette } from '../shell/command-palette.tsx'
import { Shell } from '../shell/shell.tsx'
import { SyncZone } from '../shell/sync-zone.tsx'
import { CallDetail } from '../supervision/call-detail.tsx'
import { CallLog } from '../supervision/call-log.tsx'
import { CallFilterPanel, JournalFilterPanel } from '../supervision/filter-panels.tsx'
import { ANY_APPEALS, ANY_CALLS } from '../supervision/filters.ts'
import { Journal } from '../supervision/journal.tsx'
import { JournalDetail } from '../supervision/journal-detail.tsx'
import { WorkList } from '../work/work-list.tsx'
import '../supervision/supervision.css'

type Chosen =
  | { readonly kind: 'call'; readonly callId: CallId }
  | { readonly kind: 'appeal'; readonly item: JournalItem }
  | null

/** The supervisor's desk: call log and journal of the whole team, live, with what stands behind each row. */
export function SupervisorDesk() {
  const t = useText('supervision')
  const shell = useText('shell')
  const { navigation, soft } = useDesk()
  const search = useRef<HTMLInputElement>(null)
  const list = useNavigation((state) => (state.task.kind === 'journal' ? 'journal' : 'callLog'))
  const callId = useNavigation((state) => (state.task.kind === 'call' ? state.task.callId : null))
  const person = useNavigation((state) => state.person)
  const [calls, setCalls] = useState(ANY_CALLS)
  const [appeals, setAppeals] = useState(ANY_APPEALS)
  const [chosen, setChosen] = useState<Chosen>(null)

  const onAction = useCallback((action: DeskAction) => {
    if (action !== 'search') return
    setChosen(null)
    search.current?.focus()
  }, [])
  const showCall = (callId: CallId): void => {
    navigation.closePerson()
    setChosen({ kind: 'call', callId })
  }

  return (
    <Shell
      phone={soft === null ? null : <SoftphoneBar />}
      work={
        <WorkList
          label={shell('zone.work')}
          chosen={list}
          onChoose={(key) => navigation.go({ kind: key === 'journal' ? 'journal' : 'callLog' })}
          tabs={[
            { key: 'callLog', label: t('tab.calls'), body: <CallFilterPanel filters={calls} onChange={setCalls} /> },
            {
              key: 'journal',
              label: t('tab.journal'),
              body: <JournalFilterPanel filters={appeals} onChange={setAppeals} />,
            },
          ]}
        />
      }
      task={
        callId !== null ? (
          <CallTask callId={callId} onFind={() => search.current?.focus()} />
        ) : list === 'callLog' ? (
          <CallLog filters={calls} chosen={chosen?.kind === 'call' ? chosen.callId : null} onChoose={showCall} />
        ) : (
          <Journal
            filters={appeals}
            chosen={chosen?.kind === 'appeal' ? chosen.item.appeal.id : null}
            onChoose={(item) => {
              navigation.closePerson()
              setChosen({ kind: 'appeal', item })
            }}
          />
        )
      }
      person={
        person === null && chosen !== null ? (
          <div className="sv-detail scrolls">
            <CloseButton
              style={{ float: 'right', margin: 'var(--space-3)' }}
              aria-label={t('detail.close')}
              onClick={() => setChosen(null)}
            />
            {chosen.kind === 'call' ? (
              <CallDetail
                callId={chosen.callId}
                onPerson={(personId, callId) => navigation.openPerson(personId, 'callLog', callId)}
              />
            ) : (
              <JournalDetail
                item={chosen.item}
                onPerson={(personId, callId) => navigation.openPerson(personId, 'journal', callId)}
                onCall={(callId) => {
                  navigation.go({ kind: 'callLog' })
                  showCall(callId)
                }}
              />
            )}
          </div>
        ) : (
          <PersonZone
            searchRef={search}
            onChoose={(found) => navigation.openPerson(found.id, 'search')}
            onOpenAppeal={(appeal) => {
              setAppeals({ ...ANY_APPEALS, period: { days: 365 }, text: appeal.number })
              navigation.go({ kind: 'journal' })
            }}
            onNewAppeal={null}
            onCall={null}
            onClose={() => navigation.closePerson()}
          />
        )
      }
      sync={<SyncZone />}
      palette={<CommandPalette actions={[]} onPerson={(found) => navigation.openPerson(found.id, 'search')} />}
      onAction={onAction}
    />
  )
}
