import { Button } from '@mantine/core'
import { IconAlertCircle, IconDeviceFloppy } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { KeptWord } from '#renderer/ui/kept-word.tsx'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import type { AppealClassifier } from '#shared/features/appeals/classifier.ts'
import { makeThemeIndex, type ThemeIndex, themeOf } from '#shared/features/appeals/find-theme.ts'
import type { AppealId } from '#shared/kernel/ids.ts'
import type { AppealIntake, IntakeHints } from './appeal-intake.ts'
import { IntakeFields, type NamedClinic } from './intake-fields.tsx'
import { type IntakeOptions, type IntakeState, type IntakeStore, openIntake } from './intake-store.ts'
import { RegisteredAppeal } from './registered-appeal.tsx'
import { themeWords } from './theme-finder.tsx'
import './appeals.css'

interface RegisterAppealFormProps {
  /** Call id or `new`: the draft of the form hangs on it. */
  readonly draftKey: string
  /** What the call, the script and the person card know; may grow while the form is open. */
  readonly hints: IntakeHints
  readonly intakeLine: 1 | 2 | 3
  readonly classifier: AppealClassifier
  readonly clinics: readonly NamedClinic[]
  readonly newAppealId: () => AppealId
  readonly onRegistered: (id: AppealId, number: string) => void
  /** The form takes the focus when it opens, and so does the number when it is there. */
  readonly hasFocus: boolean
  /** Told what stands in the form after every change, for what the desk shows beside it. */
  readonly onIntake?: (intake: AppealIntake) => void
  /** Asked before the number is taken: what stands beside the form must be right first, and says itself what is wrong. */
  readonly isReady?: () => boolean
  /** An appeal out of the *needs you* inbox, to be mended and sent again. */
  readonly mending?: NonNullable<IntakeOptions['mending']>
}

/** Registers an appeal in the single electronic journal while talking (REQUIREMENTS C5), with or without the network. */
export function RegisterAppealForm(props: RegisterAppealFormProps) {
  const { draftKey, hints, intakeLine, classifier, newAppealId, mending } = props
  const t = useText('appeals')
  const { reads, writes, drafts } = useDeskData()
  const [store, setStore] = useState<IntakeStore | null>(null)
  const first = useRef({
    hints,
    intakeLine,
    newAppealId,
    classifierVersion: classifier.version,
    ...(mending === undefined ? {} : { mending }),
  })

  useEffect(() => {
    let isCurrent = true
    setStore(null)
    void openIntake({ reads, writes, drafts }, { draftKey, ...first.current }).then((opened) => {
      if (isCurrent) setStore(opened)
    })
    return () => {
      isCurrent = false
    }
  }, [reads, writes, drafts, draftKey])

  const known = JSON.stringify(hints)
  useEffect(() => {
    store?.hint(JSON.parse(known) as IntakeHints)
  }, [store, known])

  const { onIntake } = props
  useEffect(() => {
    if (store === null || onIntake === undefined) return
    onIntake(store.state.getState().intake)
    return store.state.subscribe(({ intake }) => onIntake(intake))
  }, [store, onIntake])

  const themes = useMemo(() => makeThemeIndex(classifier), [classifier])
  if (store === null) return <p className="intake__hint">{t('opening')}</p>
  return <OpenForm {...props} isMending={mending !== undefined} store={store} themes={themes} />
}

interface OpenFormProps extends Pick<RegisterAppealFormProps, 'clinics' | 'onRegistered' | 'hasFocus' | 'isReady'> {
  readonly store: IntakeStore
  readonly themes: ThemeIndex
  readonly isMending: boolean
}

function OpenForm({ store, themes, clinics, onRegistered, hasFocus, isReady, isMending }: OpenFormProps) {
  const t = useText('appeals')
  const state = useStore(store.state)
  const form = useRef<HTMLFormElement>(null)
  const isRegistered = state.phase === 'registered'
  useEffect(() => {
    if (hasFocus && !isRegistered) form.current?.querySelector('input')?.focus()
  }, [hasFocus, isRegistered])

  if (state.phase === 'registered' && state.registered !== null)
    return (
      <RegisteredAppeal {...state.registered} hasFocus={hasFocus} onAnother={isMending ? null : store.beginAnother} />
    )

  async function submit(): Promise<void> {
    if (isReady?.() === false) return
    const number = await store.register()
    const { registered } = store.state.getState()
    if (number !== null && registered !== null) onRegistered(registered.id, number)
    else
      form.current
        ?.querySelector<HTMLElement>('[aria-invalid="true"], [data-problem="true"] button, [data-problem="true"] input')
        ?.focus()
  }

  function onKeyDown(event: KeyboardEvent): void {
    const isSubmit = event.ctrlKey && (event.code === 'Enter' || event.code === 'NumpadEnter')
    if (!isSubmit || event.repeat) return
    event.preventDefault()
    event.stopPropagation()
    void submit()
  }

  return (
    <form
      className="intake"
      ref={form}
      noValidate
      autoComplete="off"
      aria-label={t('title')}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className="intake__fields scrolls">
        {state.refusals.map((refusal) => (
          <div className="intake__wide" key={refusal.code}>
            <Notice icon={IconAlertCircle} tone="attention" title={refusalText(refusal)} role="alert" />
          </div>
        ))}
        {state.keeping !== 'notKept' ? null : (
          <div className="intake__wide">
            <Notice icon={IconDeviceFloppy} tone="urgent" title={t('notKept')} role="alert" />
          </div>
        )}
        <IntakeFields {...{ store, state, themes, clinics }} />
      </div>
      <footer className="intake__foot">
        <p className="intake__review">
          {t('review')}: <Review {...{ state, themes, clinics }} />
        </p>
        {state.hasTried && state.problems.size > 0 ? (
          <p className="intake__again" role="status">
            {t('submit.again', { count: state.problems.size })}
          </p>
        ) : null}
        <KeptWord keeping={state.keeping} />
        <Button
          type="submit"
          loading={state.phase === 'saving'}
          rightSection={<KeyHint keys="Ctrl+↵" />}
          aria-keyshortcuts="Control+Enter"
        >
          {t(isMending ? 'submit.mend' : 'submit')}
        </Button>
      </footer>
    </form>
  )
}

/** What will be entered, in one line: read once more before the number is taken. */
function Review({
  state,
  themes,
  clinics,
}: { readonly state: IntakeState } & Pick<OpenFormProps, 'themes' | 'clinics'>) {
  const t = useText('appeals')
  const { intake } = state
  const theme = themeOf(themes, intake.themeCode)
  const clinic =
    clinics.find((item) => item.id === intake.clinic)?.name ?? (intake.clinic === 'other' ? intake.clinicName : '')
  const name =
    intake.applicantKind === 'anonymous'
      ? t('review.anonymous')
      : intake.applicantKind === 'person'
        ? (intake.applicantPerson?.name ?? '')
        : intake.applicantName
  const parts = [
    theme === null || theme.parentCode === null ? '' : themeWords(theme),
    clinic,
    name,
    t('review.line', { line: intake.reviewLine }),
  ]
  return (
    <>
      <strong>{intake.kind === null ? '…' : t(`kind.${intake.kind}`)}</strong>
      {parts.filter((part) => part !== '').map((part) => ` · ${part}`)}
    </>
  )
}
