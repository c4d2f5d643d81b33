import { Button } from '@mantine/core'
import { IconListCheck } from '@tabler/icons-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { ScriptPlayer } from '#renderer/features/call-scripts/script-player.tsx'
import type { ScriptRunStore } from '#renderer/features/call-scripts/script-run-store.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import type { ScriptNode } from '#shared/features/call-scripts/script.ts'
import type { RunSummary } from '#shared/features/call-scripts/summary.ts'
import { fullName } from '#shared/features/insured-persons/person.ts'
import type { AppealId } from '#shared/kernel/ids.ts'
import { useDesk } from '../desk-context.tsx'
import { AppealPart, focusAppealForm } from './appeal-part.tsx'
import { useCallFlow } from './call-flow-context.ts'
import { type CallKnowledge, hintsFor } from './call-knowledge.ts'
import { type CallSheet, phaseOf, type SheetEvent } from './call-sheet.ts'
import { DueBar } from './due-bar.tsx'
import { HandOverBar } from './hand-over-bar.tsx'
import { useCallKnowledge } from './use-call-knowledge.ts'
import { type CallRun, useCallRun, useRunSummary } from './use-call-run.ts'
import { WhoStrip } from './who-strip.tsx'
import { WrapUpPanel } from './wrap-up-panel.tsx'

interface TalkPanelProps {
  readonly sheet: CallSheet
  readonly onFind: () => void
}

/** The centre of a talk: who it is, the script and the appeal side by side; after the talk its outcome beside the appeal (principle 2). */
export function TalkPanel({ sheet, onFind }: TalkPanelProps) {
  const t = useText('desk')
  const flow = useCallFlow()
  const { navigation } = useDesk()
  const isAwaited = sheet.handOver === 'awaited'
  const gathered = useCallKnowledge(sheet)
  // What a colleague has asked is not asked again: script and form wait for what was handed over.
  const known = isAwaited ? undefined : gathered
  const run = useCallRun(known)
  const summary = useRunSummary(run)
  const { callId, facts } = sheet
  const isWrapUp = phaseOf(sheet) === 'wrapUp'
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
        {isWrapUp ? null : <h1 className="unseen">{t('phase.talking')}</h1>}
        <WhoStrip sheet={sheet} onStep={step} onFind={onFind} />
        {sheet.handOver === undefined ? null : <HandOverBar sheet={sheet} />}
        {known?.person ? <DueBar sheet={sheet} person={known.person} summary={summary} /> : null}
      </div>
      <div className="talk__main">
        <div className={`talk__part ${isWrapUp ? 'talk__part--after' : ''}`}>
          {facts !== null && isWrapUp ? (
            <WrapUpPanel sheet={sheet} facts={facts} summary={summary} isAfterRestart={wasOverAtFirst} />
          ) : null}
          {known === undefined ? null : <Script {...{ known, run, isWrapUp, onFind }} />}
        </div>
        <div className="talk__part talk__part--appeal">
          {known === undefined ? null : <CallAppeal {...{ sheet, known, run, summary }} />}
        </div>
      </div>
    </div>
  )
}

interface ScriptProps extends Pick<TalkPanelProps, 'onFind'> {
  readonly known: CallKnowledge
  readonly run: CallRun
  readonly isWrapUp: boolean
}

/** The script of the call; after the talk it is folded to a line, and can be opened again. */
function Script({ known, run, isWrapUp, onFind }: ScriptProps) {
  const t = useText('desk')
  const [isShownAgain, setIsShownAgain] = useState(false)
  const personName = known.person === null ? null : fullName(known.person)
  usePersonStep(run, personName)

  function openForm(form: NonNullable<ScriptNode['form']>): void {
    if (form === 'findPerson') onFind()
    else if (form === 'registerAppeal') focusAppealForm()
  }

  if (typeof run === 'string') {
    if (isWrapUp) return null
    return (
      <EmptyState
        icon={IconListCheck}
        title={t(run === 'none' ? 'script.none' : 'script.opening')}
        {...(run === 'none' ? { body: t('script.none.body') } : {})}
      />
    )
  }
  return (
    <>
      {isWrapUp ? (
        <ScriptLine run={run} isShown={isShownAgain} onToggle={() => setIsShownAgain(!isShownAgain)} />
      ) : null}
      {isWrapUp && !isShownAgain ? null : (
        <ScriptPlayer store={run} hasKeys={!isWrapUp} onOpenForm={openForm} personName={personName} />
      )}
    </>
  )
}

interface CallAppealProps extends Pick<TalkPanelProps, 'sheet'> {
  readonly known: CallKnowledge
  readonly run: CallRun
  readonly summary: RunSummary | null
}

/** The appeal of the call, filled in from what the call and the script know. */
function CallAppeal({ sheet, known, run, summary }: CallAppealProps) {
  const flow = useCallFlow()
  const { reads } = useDeskData()
  const hints = useMemo(() => hintsFor(known, summary), [known, summary])

  async function onRegistered(id: AppealId, number: string): Promise<void> {
    const kept = await reads.record('appeal', id)
    flow.step(sheet.callId, {
      type: 'appealRegistered',
      appeal: { id, number, result: kept?.data.result ?? 'takenIntoWork' },
    })
    if (typeof run !== 'string') run.completeForm('registerAppeal', number)
  }

  return (
    <AppealPart draftKey={sheet.callId} hints={hints} onRegistered={(id, number) => void onRegistered(id, number)} />
  )
}

interface ScriptLineProps {
  readonly run: ScriptRunStore
  readonly isShown: boolean
  readonly onToggle: () => void
}

/** Where the script was left when the talk ended, with the way back to it. */
function ScriptLine({ run, isShown, onToggle }: ScriptLineProps) {
  const t = useText('desk')
  const view = useStore(run.state, (state) => state.view)
  return (
    <div className="script-line">
      <IconListCheck size={16} stroke={1.8} aria-hidden />
      <span className="ellipsis">
        {view.isEnded ? t('script.ended') : t('script.stopped', { step: view.current.title ?? '' })}
      </span>
      <Button variant="default" size="compact-sm" aria-expanded={isShown} onClick={onToggle}>
        {t(isShown ? 'script.hide' : 'script.show')}
      </Button>
    </div>
  )
}

/** The step that asks for the person is done when somebody is chosen on the desk, wherever that was. */
function usePersonStep(run: CallRun, personName: string | null): void {
  useEffect(() => {
    if (typeof run !== 'string' && personName !== null) run.completeForm('findPerson', personName)
  }, [run, personName])
}
