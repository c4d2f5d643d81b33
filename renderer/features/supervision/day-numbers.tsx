import { formatCount, formatDuration } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { type FloorAnswer, serviceLevel } from '#shared/features/supervision/floor.ts'
import './floor.css'

/** Lists that the numbers of the day open. */
export type DayList =
  | 'answered'
  | 'inTime'
  | 'lost'
  | 'outbound'
  | 'registered'
  | 'complaints'
  | 'open'
  | 'unassigned'
  | 'dueToday'
  | 'overdue'

interface DayNumbersProps {
  readonly floor: FloorAnswer
  readonly onOpen: (list: DayList) => void
}

/** Calls and appeals of today and what is left. Every number opens the records it counts. */
export function DayNumbers({ floor, onOpen }: DayNumbersProps) {
  const t = useText('floor')
  const { today, target } = floor
  const part = serviceLevel(today)
  const level = part === null ? null : Math.round(100 * part)
  const isBelow = level !== null && level < target.share * 100
  const number = (list: DayList, what: string, count: number, tone = ''): React.ReactNode => (
    <li key={list}>
      <button
        type="button"
        className={`day__number ${count > 0 && tone !== '' ? `day__number--${tone}` : ''}`}
        aria-label={t('open.list', { what, count })}
        onClick={() => onOpen(list)}
      >
        {what} <b className="digits">{formatCount(count)}</b>
      </button>
    </li>
  )
  return (
    <div className="day scrolls">
      <section aria-label={t('day.calls')}>
        <h2 className="day__title">{t('day.calls')}</h2>
        <ul className="day__list">
          {number('answered', t('day.answered'), today.answered)}
          {number('inTime', t('day.inTime', { seconds: target.seconds }), today.answeredInTime)}
          {number('lost', t('day.lost'), today.lost, 'attention')}
          {number('outbound', t('day.outbound'), today.outbound)}
          {level === null ? null : (
            <li className={`day__number ${isBelow ? 'day__number--attention' : ''}`}>
              <span>
                {t('day.level', { seconds: target.seconds })}{' '}
                <span className="day__more">{t('day.level.target', { share: Math.round(target.share * 100) })}</span>
              </span>
              <b className="digits">{level} %</b>
            </li>
          )}
          {level === null ? null : (
            <li className="day__formula">
              {t('day.level.formula', {
                inTime: today.answeredInTime,
                answered: today.answered,
                lost: today.lost,
                seconds: target.seconds,
              })}
            </li>
          )}
          {today.meanTalkSeconds === null ? null : (
            <li className="day__number">
              {t('day.meanTalk')} <b className="digits">{formatDuration(today.meanTalkSeconds)}</b>
            </li>
          )}
        </ul>
      </section>
      <section aria-label={t('day.appeals')}>
        <h2 className="day__title">{t('day.appeals')}</h2>
        <ul className="day__list">
          {number('registered', t('day.registered'), today.appeals)}
          {number('complaints', t('day.complaints'), today.complaints)}
        </ul>
      </section>
      <section aria-label={t('left.title')}>
        <h2 className="day__title">{t('left.title')}</h2>
        <ul className="day__list">
          {number('overdue', t('left.overdue'), today.overdue, 'urgent')}
          {number('dueToday', t('left.dueToday'), today.dueToday, 'attention')}
          {number('unassigned', t('left.unassigned'), today.unassigned)}
          {number('open', t('left.open'), today.open)}
        </ul>
      </section>
    </div>
  )
}
