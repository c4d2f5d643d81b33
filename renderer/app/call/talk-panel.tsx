import { useCallback, useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { useCallFlow } from './call-flow-context.ts'
import { type CallSheet, phaseOf, type SheetEvent } from './call-sheet.ts'
import { WhoStrip } from './who-strip.tsx'
import { WrapUpPanel } from './wrap-up-panel.tsx'

interface TalkPanelProps {
  readonly sheet: CallSheet
  readonly onFind: () => void
}

/** The centre of a talk: who it is, the script, the appeal; after the talk its outcome above them. */
export function TalkPanel({ sheet, onFind }: TalkPanelProps) {
  const flow = useCallFlow()
  const { navigation } = useDesk()
  const { callId, facts } = sheet
  // A sheet that was already over when this window first showed it was left behind by a desk that died.
  const [wasOverAtFirst] = useState(facts !== null)

  const step = useCallback(
    (event: SheetEvent) => {
      flow.step(callId, event)
      if (event.type === 'personChosen') navigation.openPerson(event.personId, 'incomingCall', callId)
    },
    [flow, navigation, callId],
  )

  return (
    <div className="talk">
      <div className="talk__bars">
        {facts !== null && phaseOf(sheet) === 'wrapUp' ? (
          <WrapUpPanel sheet={sheet} facts={facts} isAfterRestart={wasOverAtFirst} />
        ) : null}
        <WhoStrip sheet={sheet} onStep={step} onFind={onFind} />
      </div>
    </div>
  )
}
