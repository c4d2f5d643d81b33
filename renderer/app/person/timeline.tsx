import {
  type Icon,
  IconBell,
  IconCalendarEvent,
  IconFileText,
  IconHeartHandshake,
  IconListCheck,
  IconPhoneIncoming,
  IconPhoneOutgoing,
  IconPhoneX,
} from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { formatDate, formatDuration, formatMoment } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import type { DeliveryState } from '#renderer/sync/desk-data.ts'
import type { Appeal } from '#shared/features/appeals/appeal.ts'
import type { ScriptRun } from '#shared/features/call-scripts/run.ts'
import { type Call, talkSeconds } from '#shared/features/telephony/call.ts'
import { ASSISTANCE_KINDS } from '../clinic/reference.ts'
import { AppealStateChip } from './appeal-state-chip.tsx'
import { DeliveryWord } from './delivery-word.tsx'
import type { TimelineEntry } from './timeline-entries.ts'
import './timeline.css'

/** Enough for one glance; the rest is one press away. */
const SHOWN_AT_FIRST = 12

interface TimelineProps {
  readonly entries: readonly TimelineEntry[]
  readonly onOpenAppeal: (appeal: Appeal) => void
}

/** Everything that happened with a person in one line of time, whatever slice it belongs to. */
export function Timeline({ entries, onOpenAppeal }: TimelineProps) {
  const t = useText('desk')
  const [isWhole, setIsWhole] = useState(false)
  const shown = isWhole ? entries : entries.slice(0, SHOWN_AT_FIRST)
  if (entries.length === 0) return <p className="soft timeline__empty">{t('past.empty')}</p>
  return (
    <>
      <ol className="timeline">
        {shown.map((entry) => (
          <Entry key={`${entry.kind}-${idOf(entry)}`} entry={entry} onOpenAppeal={onOpenAppeal} />
        ))}
      </ol>
      {shown.length < entries.length ? (
        <button type="button" className="link timeline__more" onClick={() => setIsWhole(true)}>
          {t('past.more')} ({entries.length - shown.length})
        </button>
      ) : null}
    </>
  )
}

function idOf(entry: TimelineEntry): string {
  switch (entry.kind) {
    case 'appeal':
      return entry.appeal.id
    case 'call':
      return entry.call.id
    case 'informing':
      return entry.informing.id
    case 'visit':
      return entry.booking.id
    case 'assistance':
      return entry.assistance.id
    case 'run':
      return entry.run.id
  }
}

function Entry({ entry, onOpenAppeal }: { readonly entry: TimelineEntry } & Pick<TimelineProps, 'onOpenAppeal'>) {
  const t = useText('desk')
  const care = useText('preventiveCare')
  const clinics = useText('clinics')
  useLanguage()
  switch (entry.kind) {
    case 'appeal':
      return (
        <Line
          icon={IconFileText}
          at={entry.at}
          delivery={entry.delivery}
          title={<AppealTitle {...{ entry, onOpenAppeal }} />}
        >
          <p className="timeline__text">{entry.appeal.text}</p>
          <AppealStateChip appeal={entry.appeal} />
        </Line>
      )
    case 'call':
      return (
        <Line
          icon={iconOf(entry.call)}
          at={entry.at}
          delivery={entry.delivery}
          title={t(entry.call.direction === 'in' ? 'past.call.in' : 'past.call.out')}
        >
          <p className="timeline__facts digits">{callWords(entry.call, t)}</p>
          {entry.call.note === '' ? null : <p className="timeline__text">{entry.call.note}</p>}
          {entry.runs.map((run) => (
            <Answers key={run.id} run={run} />
          ))}
        </Line>
      )
    case 'informing':
      return (
        <Line icon={IconBell} at={entry.at} delivery={entry.delivery} title={t('past.informing')}>
          <p className="timeline__facts">
            {t(`informing.${entry.informing.result}`)}
            {entry.informing.late === undefined ? '' : ` · ${care(`late.${entry.informing.late}`)}`}
          </p>
          {entry.informing.note === '' ? null : <p className="timeline__text">{entry.informing.note}</p>}
        </Line>
      )
    case 'visit':
      return (
        <Line icon={IconCalendarEvent} at={entry.at} delivery={entry.delivery} title={clinics('past.visit')}>
          <p className="timeline__facts digits">
            {clinics(`visit.what.${entry.booking.what}`)} · {clinics(`state.${entry.booking.state}`)}
            {entry.booking.place === null
              ? ''
              : ` · ${formatDate(entry.booking.place.on)}, ${entry.booking.place.time}`}
          </p>
          {entry.booking.reason === null ? null : (
            <p className="timeline__text">{care(`reason.${entry.booking.reason as 1}`)}</p>
          )}
        </Line>
      )
    case 'assistance':
      return (
        <Line icon={IconHeartHandshake} at={entry.at} delivery={entry.delivery} title={clinics('past.assistance')}>
          <p className="timeline__facts">
            {ASSISTANCE_KINDS.find(({ code }) => code === entry.assistance.kind)?.name ?? entry.assistance.kind}
          </p>
          {entry.assistance.note === '' ? null : <p className="timeline__text">{entry.assistance.note}</p>}
        </Line>
      )
    case 'run':
      return (
        <Line icon={IconListCheck} at={entry.at} delivery={entry.delivery} title={t('past.run')}>
          <Answers run={entry.run} />
        </Line>
      )
  }
}

function AppealTitle({
  entry,
  onOpenAppeal,
}: {
  readonly entry: Extract<TimelineEntry, { kind: 'appeal' }>
} & Pick<TimelineProps, 'onOpenAppeal'>) {
  const t = useText('desk')
  return (
    <button type="button" className="link digits" onClick={() => onOpenAppeal(entry.appeal)}>
      {t('past.appeal', { kind: t(`kind.${entry.appeal.kind}`), number: entry.appeal.number })}
    </button>
  )
}

function callWords(call: Call, t: ReturnType<typeof useText<'desk'>>): string {
  const result =
    call.result === 'answered'
      ? t('callResult.answered', { duration: formatDuration(talkSeconds(call)) })
      : t(`callResult.${call.result}`)
  return call.outcome === null ? result : `${result} · ${t(`outcome.${call.outcome}`)}`
}

function iconOf(call: Call): Icon {
  if (call.result !== 'answered') return IconPhoneX
  return call.direction === 'in' ? IconPhoneIncoming : IconPhoneOutgoing
}

/** Answers of a script as they were given, with the words that stood on the buttons. */
function Answers({ run }: { readonly run: ScriptRun }) {
  const t = useText('desk')
  if (run.answers.length === 0) return null
  return (
    <details className="timeline__answers">
      <summary>{t('past.answers', { count: run.answers.length })}</summary>
      <ol>
        {run.answers.map((answer) => (
          <li key={`${answer.nodeId}-${answer.at}`}>
            {answer.step === undefined ? null : <span className="soft">{answer.step}: </span>}
            {answer.label === '' ? answer.value : answer.label}
          </li>
        ))}
      </ol>
    </details>
  )
}

interface LineProps {
  readonly icon: Icon
  readonly at: string
  readonly title: ReactNode
  readonly delivery: DeliveryState
  readonly children: ReactNode
}

function Line({ icon: Glyph, at, title, delivery, children }: LineProps) {
  return (
    <li className="timeline__entry">
      <span className="timeline__icon">
        <Glyph size={15} stroke={1.8} aria-hidden />
      </span>
      <div className="timeline__body">
        <div className="timeline__head">
          <span className="timeline__title">{title}</span>
          <time className="digits" dateTime={at}>
            {formatMoment(at, Date.now())}
          </time>
        </div>
        {children}
        <DeliveryWord delivery={delivery} />
      </div>
    </li>
  )
}
