import { Button } from '@mantine/core'
import { IconAlertCircle, IconArrowsDiff, IconCloudOff } from '@tabler/icons-react'
import { useState } from 'react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { refusalText, useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { DateField } from '#renderer/ui/date-field.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { diffScripts } from '#shared/features/call-scripts/diff.ts'
import {
  type DraftActor,
  type DraftMove,
  moveProblem,
  type ScriptContent,
  type ScriptDraft,
} from '#shared/features/call-scripts/script-draft.ts'
import { isLocalDate, type LocalDate } from '#shared/kernel/calendar.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { EditorEnd } from './editor-end.ts'
import { Difference } from './script-compare.tsx'

interface DraftStepsProps {
  readonly draft: ScriptDraft
  readonly actor: DraftActor
  readonly today: LocalDate
  readonly isOnline: boolean
  readonly isBusy: boolean
  readonly onMove: (step: DraftMove['step'], effectiveFrom?: LocalDate) => void
}

const STEPS = ['submit', 'approve', 'sendBack', 'takeBack', 'drop'] as const

/** What can be done with the draft now by this person; what cannot be done is not shown, or says why. */
export function DraftSteps({ draft, actor, today, isOnline, isBusy, onMove }: DraftStepsProps) {
  const t = useText('scriptEditor')
  useLanguage()
  const [from, setFrom] = useState<string>(today)
  const [isDropping, setIsDropping] = useState(false)
  const isOwn = moveProblem(draft, 'approve', actor)?.code === 'scriptDraft.ownApproval'
  const canPublish = moveProblem(draft, 'publish', actor) === null
  const isDayFit = isLocalDate(from) && from >= today
  if (!isOnline) return <p className="draft-steps__word">{t('steps.offline')}</p>
  if (isDropping)
    return (
      <fieldset className="draft-steps" aria-label={t('drop.ask')}>
        <span className="draft-steps__word">{t('drop.ask')}</span>
        <Button size="xs" color="red" onClick={() => onMove('drop')}>
          {t('drop.yes')}
        </Button>
        <Button size="xs" variant="default" data-autofocus onClick={() => setIsDropping(false)}>
          {t('drop.no')}
        </Button>
      </fieldset>
    )
  return (
    <div className="draft-steps">
      {isOwn && draft.state === 'inReview' ? (
        <span className="draft-steps__word">{t('steps.waitsForSecond')}</span>
      ) : null}
      {draft.state === 'approved' && draft.approvedByName !== null ? (
        <span className="draft-steps__word">{t('steps.approvedBy', { name: draft.approvedByName })}</span>
      ) : null}
      {STEPS.filter((step) => moveProblem(draft, step, actor) === null).map((step) => (
        <Button
          key={step}
          size="xs"
          variant={step === 'submit' || step === 'approve' ? 'filled' : 'default'}
          disabled={isBusy}
          onClick={() => (step === 'drop' ? setIsDropping(true) : onMove(step))}
        >
          {t(`step.${step}`)}
        </Button>
      ))}
      {canPublish ? (
        <>
          <DateField
            size="xs"
            className="draft-steps__day"
            aria-label={t('publish.from')}
            value={from}
            min={today}
            onDate={setFrom}
            error={isDayFit ? null : refusalText({ code: 'scriptDraft.dayPast' })}
          />
          <Button size="xs" disabled={isBusy || !isDayFit} onClick={() => onMove('publish', from)}>
            {t(from === today ? 'publish.today' : 'publish.later')}
          </Button>
        </>
      ) : null}
      {draft.state === 'published' && draft.publishedVersion !== null ? (
        <span className="draft-steps__word" role="status">
          {t('steps.published', { version: draft.publishedVersion, date: formatDate(draft.changedAt.slice(0, 10)) })}
        </span>
      ) : null}
    </div>
  )
}

interface EndWordProps {
  readonly end: EditorEnd
  readonly content: ScriptContent
  readonly onGo: (nodeId: string) => void
  readonly onKeepMine: (theirs: ScriptDraft) => void
  readonly onTakeTheirs: (theirs: ScriptDraft) => void
}

/** Why something was not done, and the way out. */
export function EndWord({ end, content, onGo, onKeepMine, onTakeTheirs }: EndWordProps) {
  const t = useText('scriptEditor')
  if (end.kind === 'done') return null
  if (end.kind === 'unreachable' || (end.kind === 'conflict' && end.theirs === null))
    return <Notice icon={IconCloudOff} tone="attention" title={t('end.unreachable')} role="alert" />
  if (end.kind === 'refused') return <RefusedWord refusals={end.refusals} onGo={onGo} />
  const { theirs } = end
  if (theirs === null) return null
  const difference = diffScripts(theirs.content, content)
  return (
    <Notice
      icon={IconArrowsDiff}
      tone="attention"
      title={refusalText({ code: 'scriptDraft.changedMeanwhile' })}
      role="alert"
    >
      <p className="draft-steps__word">{t('both.body', { name: theirs.changedByName })}</p>
      <Difference {...difference} isEqual={difference.script.length + difference.steps.length === 0} onSelect={null} />
      <span className="draft-steps">
        <Button size="xs" onClick={() => onKeepMine(theirs)}>
          {t('both.mine')}
        </Button>
        <Button size="xs" variant="default" onClick={() => onTakeTheirs(theirs)}>
          {t('both.theirs')}
        </Button>
      </span>
    </Notice>
  )
}

/** Everything that was found, each with the way to its step. */
function RefusedWord({
  refusals,
  onGo,
}: {
  readonly refusals: readonly Refusal[]
  readonly onGo: (nodeId: string) => void
}) {
  const t = useText('scriptEditor')
  const [first] = refusals
  if (first === undefined) return null
  const go = ({ field }: Refusal) => {
    const place = /^nodes\.(.+)$/.exec(field ?? '')?.[1]
    return place === undefined ? null : (
      <Button size="compact-xs" variant="default" onClick={() => onGo(place)}>
        {t('fault.go')}
      </Button>
    )
  }
  if (refusals.length === 1)
    return <Notice icon={IconAlertCircle} tone="urgent" title={refusalText(first)} role="alert" actions={go(first)} />
  return (
    <Notice icon={IconAlertCircle} tone="urgent" title={t('refused.all', { count: refusals.length })} role="alert">
      <ul className="refused-all scrolls">
        {refusals.map((refusal) => (
          <li key={`${refusal.code} ${refusal.field} ${refusalText(refusal)}`}>
            <span>{refusalText(refusal)}</span>
            {go(refusal)}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
