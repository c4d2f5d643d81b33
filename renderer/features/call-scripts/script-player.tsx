import { Button } from '@mantine/core'
import { IconCircleCheck, IconDeviceFloppy } from '@tabler/icons-react'
import { type KeyboardEvent as ReactKeyboardEvent, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { KeptWord } from '#renderer/ui/kept-word.tsx'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import type { ScriptNode, ScriptPurpose } from '#shared/features/call-scripts/script.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import { focusPlaceOf, type PlayerAction, type PlayerKeyPress, playerActionOf } from './player-keys.ts'
import { type CallNote, PlayerNote } from './player-note.tsx'
import { ScriptHelp } from './script-help.tsx'
import { type ScriptChoice, ScriptMenu } from './script-menu.tsx'
import type { ScriptRunStore } from './script-run-store.ts'
import { ScriptStep, StepFoot } from './script-step.tsx'
import { ScriptTrail } from './script-trail.tsx'
import { withToggled } from './step-several.tsx'
import './call-scripts.css'

interface ScriptPlayerProps {
  readonly store: ScriptRunStore
  /** False while something else has the keys 1–9 and Enter, such as the wrap-up. */
  readonly hasKeys: boolean
  /** A step asks for a part of the desk; the desk calls `store.completeForm` when it is done there. */
  readonly onOpenForm: (form: NonNullable<ScriptNode['form']>) => void
  /** The person chosen on the desk, or null. */
  readonly personName: string | null
  /** The note of the call; absent where there is none to keep it. */
  readonly note?: CallNote
  /** Other scripts for this talk; absent where it cannot be changed. */
  readonly choice?: ScriptChoice
  /** A walk that is no talk: nothing of it is kept, and its script has no version yet. */
  readonly isTrial?: boolean
  /** Today by the organisation's calendar: answers whose day is past are marked. */
  readonly today: LocalDate
}

/** Talks in which something is offered: what is said against it stands first beside the step. */
const OFFERS: readonly ScriptPurpose[] = ['checkUpInvitation', 'noShowSurvey', 'stageTwoReminder', 'cardioSupport']

/**
 * A call script step by step (REQUIREMENTS C4): trail on top, the way on below, the step between them with questions and objections
 * under it, or beside it where there is room. Step and questions scroll as one: two scroll bars in one column lose people.
 */
export function ScriptPlayer(props: ScriptPlayerProps) {
  const { store, hasKeys, onOpenForm, personName, note, choice, isTrial = false, today } = props
  const t = useText('callScripts')
  useLanguage()
  const state = useStore(store.state)
  const root = useRef<HTMLElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const flow = useRef<HTMLDivElement>(null)
  const find = useRef<HTMLInputElement>(null)
  const noteField = useRef<HTMLTextAreaElement>(null)
  const [isNoteOpen, setIsNoteOpen] = useState(false)
  const [wantsObjections, setWantsObjections] = useState(false)
  const { current } = state.view
  const isRecorded = state.recorded === 'yes'
  const isFirst = state.view.steps[0]?.node.id === current.id

  // The next step takes the focus, unless the representative is busy elsewhere: in the appeal form or in the search of persons.
  useEffect(() => {
    flow.current?.scrollTo({ top: 0 })
    const focused = document.activeElement
    const isOurs = focused === document.body || (root.current?.contains(focused) ?? false)
    if (isOurs && current.kind !== 'ask') frame.current?.focus({ preventScroll: true })
  }, [current])

  function openForm(): void {
    if (current.form !== undefined) onOpenForm(current.form)
  }

  function goNext(): void {
    const given = state.view.steps.findLast((step) => step.node.id === current.id)?.answer?.value
    if (current.kind === 'end') void store.record()
    else if (current.kind === 'say') store.answer('said')
    else if (current.kind === 'ask' || current.kind === 'several')
      store.answer(state.run.typed[current.id] ?? given ?? '')
    else if (current.kind === 'form') {
      const isPersonFound = current.form === 'findPerson' && personName !== null
      store.answer(isPersonFound ? 'done' : (given ?? 'skipped'), isPersonFound ? personName : undefined)
    } else if (given !== undefined) store.answer(given)
  }

  function act(action: PlayerAction): void {
    if (action.kind === 'back') store.back()
    else if (action.kind === 'forward') store.forward()
    else if (action.kind === 'find' || action.kind === 'objection') openHelp(action.kind === 'objection')
    else if (action.kind === 'note') openNote()
    else if (action.kind === 'option') {
      const option = current.options?.[action.index]
      if (option === undefined) return
      if (current.kind === 'several') store.type(withToggled(current, marked(), option.value))
      else store.answer(option.value)
    } else if (isWaitingForForm()) openForm()
    else goNext()
  }

  function marked(): string {
    const given = state.view.steps.findLast((step) => step.node.id === current.id)?.answer?.value
    return state.run.typed[current.id] ?? given ?? ''
  }

  function openHelp(withObjections: boolean): void {
    setWantsObjections(withObjections)
    find.current?.focus()
  }

  function openNote(): void {
    setIsNoteOpen(true)
    // The field may have been closed until now.
    requestAnimationFrame(() => noteField.current?.focus())
  }

  function isWaitingForForm(): boolean {
    if (current.kind !== 'form' || (current.form === 'findPerson' && personName !== null)) return false
    return state.view.steps.findLast((step) => step.node.id === current.id)?.answer?.value !== 'done'
  }

  function onKey(press: PlayerKeyPress, target: EventTarget | null): boolean {
    if (!hasKeys || isRecorded) return false
    const action = playerActionOf(press, focusPlaceOf(target))
    if (action === null) return false
    act(action)
    return true
  }

  // With the focus nowhere the keys are the script's too: after a click on empty ground an operator must not lose them.
  const onKeyNow = useRef(onKey)
  onKeyNow.current = onKey
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || document.activeElement !== document.body || event.code === 'Slash') return
      if (onKeyNow.current(event, event.target)) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])

  function onKeyDown(event: ReactKeyboardEvent): void {
    if (event.defaultPrevented || !onKey(event.nativeEvent, event.target)) return
    event.preventDefault()
    // The desk has a search of its own on the same key.
    event.stopPropagation()
  }

  return (
    <section className="player" aria-label={t('title')} ref={root} onKeyDown={onKeyDown}>
      <header className="player__head">
        <div className="player__line" lang="ru">
          {choice === undefined || isRecorded ? (
            <h2 className="player__title">{state.script.title}</h2>
          ) : (
            <ScriptMenu current={state.script} choice={choice} />
          )}
          {isTrial ? null : (
            <span
              className="player__version ellipsis"
              title={t('version.approved', { approvedBy: state.script.approvedBy })}
            >
              {t('version', { version: state.script.version, date: formatDate(state.script.effectiveFrom) })}
            </span>
          )}
          {isRecorded || isTrial ? null : <KeptWord keeping={state.keeping} />}
          {isRecorded ? null : <Moves store={store} isFirst={isFirst} isAtFrontier={state.view.isAtFrontier} />}
        </div>
        <ScriptTrail steps={state.view.steps} currentId={current.id} onGoTo={store.goTo} />
        {state.keeping !== 'notKept' ? null : (
          <Notice icon={IconDeviceFloppy} tone="urgent" title={t('notKept')} role="alert">
            {t('notKept.body')}
          </Notice>
        )}
      </header>
      <div className="player__flow" ref={flow}>
        {isRecorded ? (
          <EmptyState icon={IconCircleCheck} title={t('finished')} body={t('finished.body')} />
        ) : (
          <ScriptStep store={store} state={state} frameRef={frame} />
        )}
        <ScriptHelp
          script={state.script}
          values={state.values}
          first={wantsObjections || OFFERS.includes(current.purpose) ? 'objection' : 'question'}
          today={today}
          inputRef={find}
          onConsult={store.consult}
          onGoTo={store.goTo}
          onLeave={() => frame.current?.focus({ preventScroll: true })}
        />
      </div>
      {isRecorded ? null : <StepFoot {...{ store, state, personName }} onNext={goNext} onOpenForm={openForm} />}
      {isRecorded || note === undefined ? null : (
        <div className="player__note">
          <PlayerNote
            note={note}
            fieldRef={noteField}
            isOpen={isNoteOpen}
            onOpen={() => setIsNoteOpen(true)}
            onLeave={() => frame.current?.focus({ preventScroll: true })}
          />
        </div>
      )}
    </section>
  )
}

interface MovesProps {
  readonly store: ScriptRunStore
  readonly isFirst: boolean
  readonly isAtFrontier: boolean
}

/** Back along the path and forward to its end; no answer is lost by looking. */
function Moves({ store, isFirst, isAtFrontier }: MovesProps) {
  const t = useText('callScripts')
  return (
    <span className="player__moves" lang={useLanguage()}>
      {isAtFrontier ? null : (
        <Button
          variant="subtle"
          size="compact-sm"
          rightSection={<KeyHint keys="Alt+→" />}
          aria-keyshortcuts="Alt+ArrowRight"
          onClick={store.forward}
        >
          {t('forward')}
        </Button>
      )}
      <Button
        variant="subtle"
        size="compact-sm"
        rightSection={<KeyHint keys="Alt+←" />}
        aria-keyshortcuts="Alt+ArrowLeft"
        disabled={isFirst}
        onClick={store.back}
      >
        {t('back')}
      </Button>
    </span>
  )
}
