import { type Icon, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { formatCount, formatDate, formatDuration } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { Panel } from '#renderer/ui/panel.tsx'
import type { Appeal } from '#shared/features/appeals/appeal.ts'
import { talkSeconds } from '#shared/features/telephony/call.ts'
import { dateOf } from '#shared/kernel/calendar.ts'
import { useDesk, useSyncStatus } from '../desk-context.tsx'
import { useCallsToday } from '../work/calls-today.tsx'
import { DueAppeals, MissedCalls } from './who-waits.tsx'
import './home.css'

interface HomeProps {
  readonly onCall: ((number: string) => void) | null
  readonly onOpenAppeal: (appeal: Appeal) => void
}

/** The centre between calls: the day in own numbers, who waits, and whether the workplace is ready for the next call. */
export function Home({ onCall, onOpenAppeal }: HomeProps) {
  const t = useText('desk')
  useLanguage()
  return (
    <div className="home scrolls">
      <h1 className="home__title">{t('home.title')}</h1>
      <Tallies />
      <div className="home__pair">
        <MissedCalls onCall={onCall} />
        <DueAppeals onOpen={onOpenAppeal} />
      </div>
      <Panel title={t('home.ready')} isPadded>
        <Readiness />
      </Panel>
    </div>
  )
}

function Tallies() {
  const t = useText('desk')
  const { user } = useDesk().workplace
  const calls = useCallsToday().map(({ data }) => data)
  const today = todayHere(Date.now())
  const isToday = (instant: string): boolean => {
    const ms = Date.parse(instant)
    return dateOf(ms, -new Date(ms).getTimezoneOffset()) === today
  }
  const appeals = useDeskRead(
    ['appeal'],
    (reads) => reads.records('appeal', (it) => it.takenBy === user.id && isToday(it.registeredAt)),
    today,
  )
  const informings = useDeskRead(
    ['informing'],
    (reads) => reads.records('informing', (it) => it.userId === user.id && isToday(it.at)),
    today,
  )
  const talks = calls.filter((call) => call.result === 'answered')
  const talked = talks.reduce((sum, call) => sum + talkSeconds(call), 0)
  const tallies = [
    [t('home.calls'), formatCount(talks.length)],
    [t('home.talk'), talks.length === 0 ? '—' : formatDuration(talked / talks.length)],
    [t('home.appeals'), formatCount(appeals?.length ?? 0)],
    [t('home.informed'), formatCount(informings?.length ?? 0)],
    [t('home.missed'), formatCount(calls.filter((call) => call.result === 'missed').length)],
  ] as const
  return (
    <dl className="tallies">
      {tallies.map(([word, value]) => (
        <div className="tally" key={word}>
          <dt>{word}</dt>
          <dd className="digits">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Readiness() {
  const t = useText('desk')
  const scripts = useDeskRead(['callScript'], (reads) => reads.records('callScript'), 'all')
  const classifiers = useDeskRead(['appealClassifier'], (reads) => reads.records('appealClassifier'), 'all')
  const clinics = useDeskRead(['clinic'], (reads) => reads.records('clinic'), 'all')
  const numbersLeft = useSyncStatus((status) => status.numbersLeft)
  const survives = useSyncStatus((status) => status.survivesRestartOffline)
  const lastScript = scripts
    ?.map(({ data }) => data.effectiveFrom)
    .sort()
    .at(-1)
  const classifier = classifiers?.map(({ data }) => data).sort((a, b) => b.validFrom.localeCompare(a.validFrom))[0]
  const items: readonly (readonly [string, string | null])[] = [
    [
      t('home.scripts'),
      lastScript === undefined
        ? null
        : t('home.scripts.value', { count: scripts?.length ?? 0, date: formatDate(lastScript) }),
    ],
    [
      t('home.classifier'),
      classifier === undefined
        ? null
        : t('home.classifier.value', { version: classifier.version, date: formatDate(classifier.validFrom) }),
    ],
    [t('home.clinics'), clinics?.length ? formatCount(clinics.length) : null],
    [t('home.numbers'), numbersLeft > 0 ? formatCount(numbersLeft) : null],
    [t('home.offline'), survives ? t('home.offline.yes') : t('home.offline.no')],
  ]
  return (
    <ul className="readiness">
      {items.map(([what, value]) => {
        const Glyph: Icon = value === null ? IconCircleDashed : IconCircleCheck
        return (
          <li key={what} className={value === null ? 'readiness--absent' : ''}>
            <Glyph size={18} stroke={1.7} aria-hidden />
            <span>{what}</span>
            <span className="readiness__value digits">{value ?? t('home.absent')}</span>
          </li>
        )
      })}
    </ul>
  )
}
