import { ActionIcon, Button } from '@mantine/core'
import { IconAlertCircle, IconPlus, IconRefreshAlert } from '@tabler/icons-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { formatDuration } from '#renderer/i18n/formats.ts'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { KeptWord } from '#renderer/ui/kept-word.tsx'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { PhraseTextarea } from '#renderer/ui/phrase-textarea.tsx'
import { RingTimer } from '#renderer/ui/ring-timer.tsx'
import { useTextLimit } from '#renderer/ui/text-limit.ts'
import { UNTOLD_FORM } from '#renderer/ui/untold-form.tsx'
import { useNow } from '#renderer/ui/use-now.ts'
import type { OutcomeSuggestion } from '#shared/features/call-scripts/outcome.ts'
import type { RunSummary } from '#shared/features/call-scripts/summary.ts'
import { type CallOutcome, talkSeconds } from '#shared/features/telephony/call.ts'
import { WRAP_UP_NOTE_MAX } from '#shared/features/telephony/commands.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { isTypingIn } from '../keymap.ts'
import { useCallFlow, useSheetKeeping } from './call-flow-context.ts'
import type { CallFacts, CallSheet } from './call-sheet.ts'

/** In the order of how often they are the answer; a digit chooses. */
const OUTCOMES: readonly CallOutcome[] = [
  'resolved',
  'appealRegistered',
  'handedOver',
  'callBackPromised',
  'wrongPerson',
  'refusedToTalk',
  'cutOff',
  'answeringMachine',
  'wrongNumber',
]

interface WrapUpPanelProps {
  readonly sheet: CallSheet
  readonly facts: CallFacts
  /** What the script's answers say; changes the suggestion. */
  readonly summary: RunSummary | null
  /** The desk died during this call and was started again. */
  readonly isAfterRestart: boolean
}

/** The outcome is filled in; one key confirms it (principles 5 and 8). The ring reminds and never cuts off. */
export function WrapUpPanel({ sheet, facts, summary, isAfterRestart }: WrapUpPanelProps) {
  const t = useText('desk')
  const flow = useCallFlow()
  const suggestion = useSuggestion(sheet, summary)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const chosen = sheet.outcome ?? suggestion?.outcome ?? null
  const { callId } = sheet
  const keeping = useSheetKeeping(callId)
  const confirmButton = useRef<HTMLButtonElement>(null)

  // The talk is over: Enter confirms at once. Whoever is still typing the appeal or searching keeps the cursor.
  const isReady = chosen !== null
  useEffect(() => {
    const focused = document.activeElement
    const isFree = focused === null || focused === document.body || focused.closest('.player') !== null
    if (isReady && isFree) confirmButton.current?.focus()
  }, [isReady])

  const choose = useCallback(
    (outcome: CallOutcome) => flow.step(callId, { type: 'outcomeChosen', outcome }),
    [flow, callId],
  )
  const confirm = useCallback(async () => {
    if (chosen === null) return
    const done = await flow.wrapUp(callId, chosen)
    if (!done.ok) setRefusals(done.error)
  }, [flow, callId, chosen])
  const extend = useCallback(() => flow.step(callId, { type: 'extended' }), [flow, callId])
  useWrapUpKeys({ choose, confirm, extend })

  const limit = useTextLimit(WRAP_UP_NOTE_MAX, (note) => flow.step(callId, { type: 'noteTyped', note }))
  const noteRefusal = limit.refusal ?? refusals.find((refusal) => refusal.field === 'note')
  const otherRefusals = refusals.filter((refusal) => refusal.field !== 'note')
  return (
    <section className="wrap-up" aria-labelledby="wrap-up-title">
      <div className="wrap-up__head">
        <h1 id="wrap-up-title">{t('wrapUp.title')}</h1>
        <span className="soft digits">
          {t('callResult.answered', { duration: formatDuration(talkSeconds(facts)) })}
        </span>
        <KeptWord keeping={keeping} />
        <Timer sheet={sheet} facts={facts} onExtend={extend} />
      </div>
      <div>
        <div className="outcomes" role="radiogroup" aria-label={t('wrapUp.outcome')}>
          {OUTCOMES.map((outcome, index) => (
            // biome-ignore lint/a11y/useSemanticElements: a row of buttons with digits, not a list of dots
            <button
              key={outcome}
              type="button"
              role="radio"
              className="outcome"
              aria-checked={outcome === chosen}
              aria-keyshortcuts={String(index + 1)}
              onClick={() => choose(outcome)}
            >
              <KeyHint keys={String(index + 1)} />
              {t(`outcome.${outcome}`)}
            </button>
          ))}
        </div>
      </div>
      <div className="wrap-up__confirm">
        <PhraseTextarea
          form={UNTOLD_FORM}
          label={t('wrapUp.note')}
          placeholder={t('wrapUp.note.placeholder')}
          autosize
          minRows={1}
          maxRows={4}
          value={sheet.note}
          dir="auto"
          {...limit.guard}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
            event.preventDefault()
            void confirm()
          }}
          error={noteRefusal === undefined ? null : refusalText(noteRefusal)}
        />
        <Button
          ref={confirmButton}
          disabled={!isReady}
          rightSection={<KeyHint keys="Enter" />}
          aria-keyshortcuts="Enter"
          onClick={() => void confirm()}
        >
          {chosen === null ? t('wrapUp.outcome') : t('wrapUp.confirm', { outcome: t(`outcome.${chosen}`) })}
        </Button>
      </div>
      {isAfterRestart ? (
        <Notice icon={IconRefreshAlert} tone="attention" title={t('wrapUp.afterRestart')} role="status" />
      ) : null}
      {otherRefusals.map((refusal) => (
        <Notice key={refusal.code} icon={IconAlertCircle} tone="urgent" title={refusalText(refusal)} role="alert" />
      ))}
    </section>
  )
}

function useSuggestion(sheet: CallSheet, summary: RunSummary | null): OutcomeSuggestion | undefined {
  const flow = useCallFlow()
  const [suggestion, setSuggestion] = useState<OutcomeSuggestion>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer changes the suggestion though it is read inside the flow
  useEffect(() => {
    let isCurrent = true
    void flow.suggestion(sheet).then((found) => isCurrent && setSuggestion(found))
    return () => {
      isCurrent = false
    }
  }, [flow, sheet, summary])
  return suggestion
}

interface WrapUpKeys {
  readonly choose: (outcome: CallOutcome) => void
  readonly confirm: () => Promise<void>
  readonly extend: () => void
}

/** 1…9 choose, Enter confirms, + gives time; none of them while a field is typed in. */
function useWrapUpKeys({ choose, confirm, extend }: WrapUpKeys): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing || isTypingIn(event.target)) return
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
      const outcome = digit === undefined || event.shiftKey ? undefined : OUTCOMES[Number(digit) - 1]
      if (outcome !== undefined) choose(outcome)
      else if (event.key === '+') extend()
      // A button that has the focus is pressed by Enter itself.
      else if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) void confirm()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [choose, confirm, extend])
}

interface TimerProps {
  readonly sheet: CallSheet
  readonly facts: CallFacts
  readonly onExtend: () => void
}

function Timer({ sheet, facts, onExtend }: TimerProps) {
  const t = useText('desk')
  const now = useNow(1_000)
  const left = Math.round(sheet.wrapUpSeconds - (now - Date.parse(facts.endedAt)) / 1000)
  const time = formatDuration(Math.abs(left))
  return (
    <span className="wrap-up__timer">
      <RingTimer totalSeconds={sheet.wrapUpSeconds} leftSeconds={left} label={t('wrapUp.timer', { time })}>
        {left < 0 ? `+${time}` : time}
      </RingTimer>
      <ActionIcon variant="default" aria-label={t('wrapUp.more')} aria-keyshortcuts="+" onClick={onExtend}>
        <IconPlus size={16} />
      </ActionIcon>
    </span>
  )
}
