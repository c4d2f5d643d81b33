import { formatCount, formatDuration } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { talkSeconds } from '#shared/features/telephony/call.ts'
import { useDesk } from '../desk-context.tsx'
import { useCallsToday } from '../work/calls-today.tsx'

/** Figures of the day side by side: word and value. */
export function Tallies({ of }: { readonly of: readonly (readonly [word: string, value: string])[] }) {
  return (
    <dl className="tallies">
      {of.map(([word, value]) => (
        <div className="tally" key={word}>
          <dt>{word}</dt>
          <dd className="digits">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The representative's own day in figures. */
export function OwnDay() {
  const t = useText('desk')
  const { user } = useDesk().workplace
  const calls = useCallsToday().map(({ data }) => data)
  const today = todayHere(Date.now())
  const isToday = (instant: string): boolean => todayHere(Date.parse(instant)) === today
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
  return <Tallies of={tallies} />
}
