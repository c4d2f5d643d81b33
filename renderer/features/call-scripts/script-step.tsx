import { Button, Textarea } from '@mantine/core'
import { IconCheck, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import { type KeyboardEvent, type Ref, useEffect, useRef } from 'react'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { useTextLimit } from '#renderer/ui/text-limit.ts'
import { UNTOLD_FORM } from '#renderer/ui/untold-form.tsx'
import { isAtLeast } from '#shared/features/call-scripts/identity.ts'
import type { LinkedNode } from '#shared/features/call-scripts/link.ts'
import { levelNeeded } from '#shared/features/call-scripts/lint-walks.ts'
import { withoutSecrets } from '#shared/features/call-scripts/speak.ts'
import { ANSWER_MAX } from '#shared/features/call-scripts/walk.ts'
import { IdentityWarning, IdentityWord } from './identity-word.tsx'
import type { ScriptRunState, ScriptRunStore } from './script-run-store.ts'
import { SpokenText } from './spoken-text.tsx'
import { SeveralOptions } from './step-several.tsx'

/** How near the limit of an answer the rest is shown. */
const SHOW_LEFT_FROM = 500

interface ScriptStepProps {
  readonly store: ScriptRunStore
  readonly state: ScriptRunState
  /** Takes the focus when the step has nothing to type into. */
  readonly frameRef: Ref<HTMLDivElement>
}

/** The step where the run stands: what to say in large type, a quieter note, the answers under it. */
export function ScriptStep({ store, state, frameRef }: ScriptStepProps) {
  const t = useText('callScripts')
  const { current, identity } = state.view
  const needed = levelNeeded(current, state.script)
  return (
    <div className="step" key={current.id}>
      <div className="step__words" ref={frameRef} tabIndex={-1} aria-live="polite">
        <div className="step__head">
          <p className="step__kind">
            {t(taskOf(current))}
            <span className="unseen">{t('stepOf.current', { step: current.title ?? '' })}</span>
          </p>
          <IdentityWord level={identity} />
        </div>
        {needed === 'anyone' || isAtLeast(identity, needed) ? null : <IdentityWarning needed={needed} />}
        {current.text === undefined ? null : (
          <SpokenText
            text={current.text}
            fields={state.script.fields}
            values={withoutSecrets(state.values, identity)}
          />
        )}
        {current.kind === 'end' ? (
          <p className="step__result">
            <IconCircleCheck size={18} aria-hidden />
            <span lang="ru">{current.title}</span>
          </p>
        ) : null}
        {current.hint === undefined ? null : (
          <p className="step__hint" lang="ru">
            <IconInfoCircle size={15} aria-hidden />
            <span>{current.hint}</span>
          </p>
        )}
      </div>
      {current.kind === 'choice' ? <Options node={current} chosen={givenTo(state)} onChoose={store.answer} /> : null}
      {current.kind === 'several' ? (
        <SeveralOptions
          node={current}
          value={state.run.typed[current.id] ?? givenTo(state) ?? ''}
          onChange={store.type}
        />
      ) : null}
      {state.refusal !== null && current.kind !== 'ask' ? (
        <Notice icon={IconInfoCircle} tone="attention" title={refusalText(state.refusal)} role="alert" />
      ) : null}
    </div>
  )
}

interface StepFootProps {
  readonly store: ScriptRunStore
  readonly state: ScriptRunState
  readonly onNext: () => void
  readonly onOpenForm: () => void
  /** Name of the person chosen on the desk, for the step that finds one. */
  readonly personName: string | null
}

/** What never scrolls away: the field for the answer and the way on. */
export function StepFoot({ store, state, onNext, onOpenForm, personName }: StepFootProps) {
  const { current } = state.view
  const given = givenTo(state)
  if (current.kind === 'choice' && given === null) return null
  return (
    <footer className="player__foot">
      {current.kind === 'ask' ? (
        <Answer key={`answer-${current.id}`} store={store} state={state} given={given ?? ''} onNext={onNext} />
      ) : null}
      <NextButtons {...{ current, state, given, onNext, onOpenForm, personName }} />
    </footer>
  )
}

/** The answer that the current step has already. */
function givenTo({ view }: ScriptRunState): string | null {
  return view.steps.findLast((step) => step.node.id === view.current.id)?.answer?.value ?? null
}

function taskOf(node: LinkedNode): 'say' | 'ask' | 'choose' | 'mark' | 'open' | 'end' {
  switch (node.kind) {
    case 'ask':
      return 'ask'
    case 'choice':
    case 'several':
      return node.text === undefined ? 'mark' : 'choose'
    case 'form':
      return node.text === undefined ? 'open' : 'say'
    case 'end':
      return 'end'
    default:
      return 'say'
  }
}

interface NextButtonsProps extends Omit<StepFootProps, 'store'> {
  readonly current: LinkedNode
  readonly given: string | null
}

/** The way on; a choice goes on by its answers and has none of its own until one is given. */
function NextButtons({ current, given, state, onNext, onOpenForm, personName }: NextButtonsProps) {
  const t = useText('callScripts')
  const enter = { rightSection: <KeyHint keys="↵" />, 'aria-keyshortcuts': 'Enter' }
  const isFindPerson = current.form === 'findPerson'
  const isFormOpen = current.kind === 'form' && given !== 'done' && !(isFindPerson && personName !== null)
  return (
    <div className="step__actions">
      {current.kind === 'ask' ? (
        <p className="step__keys">{answerHint(t, state.run.typed[current.id] ?? given ?? '')}</p>
      ) : null}
      {isFindPerson && personName !== null ? (
        <span className="step__done">
          <IconCheck size={15} aria-hidden />
          {t('form.personKnown', { name: personName })}
        </span>
      ) : null}
      {isFormOpen && current.form !== undefined ? (
        <>
          <Button variant="subtle" onClick={onNext}>
            {t('form.skip')}
          </Button>
          <Button {...enter} onClick={onOpenForm}>
            {t(`form.${current.form}`)}
          </Button>
        </>
      ) : (
        <Button {...enter} loading={state.recorded === 'saving'} onClick={onNext}>
          {t(current.kind === 'end' ? 'finish' : 'next')}
        </Button>
      )}
    </div>
  )
}

function answerHint(t: ReturnType<typeof useText<'callScripts'>>, text: string): string {
  const left = ANSWER_MAX - text.length
  return left < SHOW_LEFT_FROM ? t('answer.left', { count: left }) : t('answer.hint')
}

interface OptionsProps {
  readonly node: LinkedNode
  readonly chosen: string | null
  readonly onChoose: (value: string) => void
}

function Options({ node, chosen, onChoose }: OptionsProps) {
  const t = useText('callScripts')
  return (
    <fieldset className="options">
      <legend className="unseen">{t('options')}</legend>
      {(node.options ?? []).map((option, index) => (
        <button
          key={option.value}
          type="button"
          className="option"
          aria-pressed={option.value === chosen}
          aria-keyshortcuts={String(index + 1)}
          onClick={() => onChoose(option.value)}
        >
          <kbd aria-hidden>{index + 1}</kbd>
          <span lang="ru">{option.label}</span>
        </button>
      ))}
    </fieldset>
  )
}

interface AnswerProps extends Pick<StepFootProps, 'store' | 'state' | 'onNext'> {
  readonly given: string
}

function Answer({ store, state, given, onNext }: AnswerProps) {
  const t = useText('callScripts')
  const field = useRef<HTMLTextAreaElement>(null)
  const { current } = state.view
  const text = state.run.typed[current.id] ?? given
  const limit = useTextLimit(ANSWER_MAX, store.type)
  const refusal = limit.refusal ?? state.refusal

  useEffect(() => {
    field.current?.focus({ preventScroll: true })
  }, [])

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    if (!event.repeat) onNext()
  }

  return (
    <Textarea
      form={UNTOLD_FORM}
      ref={field}
      aria-label={`${t('answer')}: ${current.title ?? ''}`}
      autosize
      minRows={1}
      maxRows={8}
      dir="auto"
      value={text}
      required={current.required === true}
      {...limit.guard}
      onKeyDown={onKeyDown}
      error={refusal === null ? null : refusalText(refusal)}
    />
  )
}
