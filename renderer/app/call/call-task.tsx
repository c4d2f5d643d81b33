import { IncomingActions } from '#renderer/features/telephony/call-strip.tsx'
import { useSoftphoneState } from '#renderer/features/telephony/softphone-context.tsx'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { CallId } from '#shared/kernel/ids.ts'
import { useDesk } from '../desk-context.tsx'
import { useCallFlow, useSheets } from './call-flow-context.ts'
import { type CallSheet, closesItself, phaseOf } from './call-sheet.ts'
import { RingPanel } from './ring-panel.tsx'
import { TalkPanel } from './talk-panel.tsx'

interface CallTaskProps {
  readonly callId: CallId
  readonly onFind: () => void
}

/** The centre while a call rings, goes on or is wrapped up. */
export function CallTask({ callId, onFind }: CallTaskProps) {
  const sheet = useSheets().find((it) => it.callId === callId)
  const { navigation } = useDesk()
  const flow = useCallFlow()
  if (sheet === undefined) return null
  const phase = phaseOf(sheet)
  // A missed call must not flash a form, nor leave the drafts of one behind.
  if (phase === 'ringing' || phase === 'dialling' || closesItself(sheet)) {
    return (
      <RingPanel
        sheet={sheet}
        actions={<Answering sheet={sheet} />}
        onChoose={(person: InsuredPerson) => {
          flow.step(callId, { type: 'personChosen', personId: person.id })
          navigation.openPerson(person.id, 'incomingCall', callId)
        }}
      />
    )
  }
  return <TalkPanel key={callId} sheet={sheet} onFind={onFind} />
}

function Answering({ sheet }: { readonly sheet: CallSheet }) {
  const call = useSoftphoneState((state) => state.calls.find((it) => it.id === sheet.callId))
  return call === undefined ? null : <IncomingActions call={call} />
}
