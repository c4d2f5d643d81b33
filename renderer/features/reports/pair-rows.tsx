import { IconChevronRight } from '@tabler/icons-react'
import { formatCount } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import './reports.css'

export interface PairRow {
  readonly key: string
  readonly name: string
  readonly now: number
  readonly before: number
  /** Change in whole percent; null when there was nothing before. */
  readonly change: number | null
  readonly onNow: () => void
  readonly onBefore: () => void
  /** Shows what stands below this row; null when nothing does. */
  readonly onDeeper: (() => void) | null
}

/** Two periods side by side: a bar for each, both numbers open their records. */
export function PairRows({ rows, label }: { readonly rows: readonly PairRow[]; readonly label: string }) {
  const t = useText('reports')
  if (rows.length === 0) return <p className="sv-soft">{t('row.empty')}</p>
  const most = Math.max(1, ...rows.flatMap(({ now, before }) => [now, before]))
  return (
    <table className="pairs" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t('column.what')}</th>
          <th scope="col" className="pairs__bars" aria-hidden />
          <th scope="col">{t('column.now')}</th>
          <th scope="col">{t('column.before')}</th>
          <th scope="col">{t('column.change')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">
              {row.onDeeper === null ? (
                row.name
              ) : (
                <button
                  type="button"
                  className="pairs__deeper"
                  aria-label={t('structure.deeper', { what: row.name })}
                  onClick={row.onDeeper}
                >
                  <span>{row.name}</span>
                  <IconChevronRight size={14} aria-hidden />
                </button>
              )}
            </th>
            <td className="pairs__bars" aria-hidden>
              <PairBars now={row.now / most} before={row.before / most} />
            </td>
            <td>
              <CountButton
                count={row.now}
                label={t('open.now', { what: row.name, shown: formatCount(row.now) })}
                onOpen={row.onNow}
              />
            </td>
            <td>
              <CountButton
                count={row.before}
                label={t('open.before', { what: row.name, shown: formatCount(row.before) })}
                onOpen={row.onBefore}
                isSoft
              />
            </td>
            <td className="digits pairs__change">{row.change === null ? '' : changeText(row.change)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** «+95 %», «−12 %» with a real minus. */
export function changeText(change: number): string {
  return `${change > 0 ? '+' : change < 0 ? '−' : ''}${Math.abs(change)} %`
}

interface CountButtonProps {
  readonly count: number
  readonly label: string
  readonly onOpen: () => void
  readonly isSoft?: boolean
}

/** A number that opens what it counts; nought opens nothing. */
export function CountButton({ count, label, onOpen, isSoft = false }: CountButtonProps) {
  if (count === 0) return <span className="digits sv-soft">0</span>
  return (
    <button type="button" className={`count ${isSoft ? 'count--soft' : ''} digits`} aria-label={label} onClick={onOpen}>
      {formatCount(count)}
    </button>
  )
}

/** Shares from 0 to 1 as two bars; the numbers beside them say it in words. */
export function PairBars({ now, before }: { readonly now: number; readonly before: number }) {
  return (
    <svg className="bars" viewBox="0 0 100 18" preserveAspectRatio="none" aria-hidden>
      <rect className="bars__now" x="0" y="1" width={100 * now} height="8" />
      <rect className="bars__before" x="0" y="11" width={100 * before} height="5" />
    </svg>
  )
}

/** One share from 0 to 1. */
export function ShareBar({ share }: { readonly share: number }) {
  return (
    <svg className="bars bars--one" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden>
      <rect className="bars__ground" x="0" y="0" width="100" height="8" />
      <rect className="bars__now" x="0" y="0" width={100 * Math.min(1, share)} height="8" />
    </svg>
  )
}
