import { formatDuration } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { Panel } from '#renderer/ui/panel.tsx'
import { useNow } from '#renderer/ui/use-now.ts'
import { agentDay } from '#shared/features/telephony/agent-day.ts'
import { useDesk } from '../desk-context.tsx'
import { useCallsToday } from '../work/calls-today.tsx'
import { useShift } from './use-shift.ts'
import './shift.css'

const REFRESH_MS = 5_000

/** The own shift: what the time went to, and the means of calls (REQUIREMENTS C9). */
export function ShiftPanel() {
  const { shift } = useDesk()
  return shift === null ? null : <OwnShift />
}

function OwnShift() {
  const { over, open } = useShift()
  const t = useText('desk')
  const phone = useText('telephony')
  const calls = useCallsToday().map(({ data }) => data)
  const now = useNow(REFRESH_MS)
  const going = open === null ? [] : [{ ...open, seconds: Math.max(0, Math.round((now - open.sinceMs) / 1000)) }]
  const day = agentDay([...over, ...going], calls)
  const parts = [
    { key: 'talking', word: t('shift.talking'), seconds: day.of.talking },
    { key: 'afterCallWork', word: phone('agent.afterCallWork'), seconds: day.of.afterCallWork },
    { key: 'ready', word: t('shift.ready'), seconds: day.of.ready },
    ...day.reasons.map(({ reason, seconds }) => ({
      key: 'notReady',
      word: phone(`agent.reason.${reason}`),
      seconds,
    })),
  ].filter(({ seconds }) => seconds > 0)
  const mean = (seconds: number | null): string => (seconds === null ? '—' : formatDuration(seconds))
  return (
    <Panel
      title={t('shift.title')}
      aside={
        <span className="soft digits">
          {t('shift.total', { time: formatDuration(day.total) })}
          {day.atWork === null ? '' : ` · ${t('shift.atWork', { share: `${Math.round(day.atWork * 100)} %` })}`}
        </span>
      }
      isPadded
    >
      <div className="shift">
        <div className="shift__bar" aria-hidden>
          {parts.map(({ key, word, seconds }) => (
            <span key={word} className={`shift__part shift__part--${key}`} style={{ flexGrow: seconds }} />
          ))}
        </div>
        <dl className="shift__legend">
          {parts.map(({ key, word, seconds }) => (
            <div key={word}>
              <dt>
                <span className={`shift__dot shift__part--${key}`} aria-hidden />
                {word}
              </dt>
              <dd className="digits">{formatDuration(seconds)}</dd>
            </div>
          ))}
        </dl>
        <p className="soft digits">
          {t('shift.means', { count: day.handled, talk: mean(day.meanTalk), after: mean(day.meanAfterCall) })}
        </p>
      </div>
    </Panel>
  )
}
