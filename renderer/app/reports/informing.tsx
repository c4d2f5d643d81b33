import { useState } from 'react'
import { CountButton, ShareBar } from '#renderer/features/reports/pair-rows.tsx'
import { formatCount } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import {
  type FunnelAnswer,
  type FunnelRow,
  type FunnelStep,
  funnelAnswer,
  funnelStep,
  sharePercent,
} from '#shared/features/reports/informing-effect.ts'
import { useOnlineDetail } from '../supervision/use-online.ts'
import { ExportButton } from './export-button.tsx'
import { FunnelPersons } from './funnel-persons.tsx'
import type { OpenedStep } from './report-choice.ts'
import { ReportFailed } from './report-failed.tsx'
import { ReportLoading } from './report-loading.tsx'
import type { ReportSheet } from './workbook.ts'

const STEPS = funnelStep.options

interface InformingReportProps {
  readonly year: number
  readonly onPerson: (personId: string) => void
}

/** Due, informed, booked, came: of all, by clinic, way and age (REQUIREMENTS S6). */
export function InformingReport({ year, onPerson }: InformingReportProps) {
  const query = useOnlineDetail(
    'informing',
    ['informing', 'booking'],
    `/api/reports/informing?year=${year}`,
    funnelAnswer,
  )
  const [opened, setOpened] = useState<OpenedStep | null>(null)
  if (opened !== null)
    return <FunnelPersons year={year} opened={opened} onBack={() => setOpened(null)} onPerson={onPerson} />
  if (query.data === undefined)
    return query.isError ? <ReportFailed onRetry={() => void query.refetch()} /> : <ReportLoading />
  return <Funnel answer={query.data} onOpen={setOpened} />
}

interface FunnelProps {
  readonly answer: FunnelAnswer
  readonly onOpen: (opened: OpenedStep) => void
}

function Funnel({ answer: { year, rows }, onOpen }: FunnelProps) {
  const t = useText('reports')
  useLanguage()
  const nameOf = useGroupName()
  const all = rows.find(({ by }) => by === 'all')
  const sheets = funnelSheets(rows, nameOf, t)
  return (
    <section className="report scrolls" aria-label={t('informing.title')}>
      <header className="report__head">
        <h1>{t('informing.title')}</h1>
        <span className="report__days digits">{year}</span>
        <ExportButton
          report="informing"
          days={{ from: `${year}-01-01`, to: `${year}-12-31` }}
          sheets={sheets}
          name={`informing-${year}`}
        />
      </header>
      <p className="report__note">{t('informing.note')}</p>
      {all === undefined ? null : (
        <div className="report__part funnel">
          {STEPS.map((step, index) => (
            <FunnelStepFigure
              key={step}
              row={all}
              step={step}
              // Booked and came are both of those informed: not everyone who comes was booked.
              whole={index === 0 ? null : step === 'informed' ? all.due : all.informed}
              onOpen={() => onOpen({ row: all, step, group: t('informing.all') })}
            />
          ))}
        </div>
      )}
      {(['clinic', 'way', 'age'] as const).map((by) => (
        <div key={by} className="report__part">
          <h2 className="report__title">{t(`informing.by.${by}`)}</h2>
          <FunnelTable
            label={t(`informing.by.${by}`)}
            rows={rows.filter((row) => row.by === by)}
            nameOf={nameOf}
            onOpen={onOpen}
          />
        </div>
      ))}
    </section>
  )
}

/** The file of the report: all, then by clinic, way and age, counts with the shares that the screen shows. */
export function funnelSheets(
  rows: readonly FunnelRow[],
  nameOf: (row: FunnelRow) => string,
  t: ReturnType<typeof useText<'reports'>>,
): readonly ReportSheet[] {
  return (['all', 'clinic', 'way', 'age'] as const).map((by) => ({
    name: t(by === 'all' ? 'informing.all' : `informing.by.${by}`),
    columns: [
      t('column.what'),
      ...STEPS.map((step) => t(`step.${step}`)),
      t('share.informed'),
      t('share.booked'),
      t('share.came'),
    ],
    rows: rows
      .filter((row) => row.by === by)
      .map((row) => [
        nameOf(row),
        ...STEPS.map((step) => row[step]),
        sharePercent(row.informed, row.due),
        sharePercent(row.booked, row.informed),
        sharePercent(row.came, row.informed),
      ]),
  }))
}

interface FigureProps {
  readonly row: FunnelRow
  readonly step: FunnelStep
  readonly whole: number | null
  readonly onOpen: () => void
}

function FunnelStepFigure({ row, step, whole, onOpen }: FigureProps) {
  const t = useText('reports')
  const count = row[step] ?? 0
  const percent = sharePercent(count, whole)
  return (
    <div className="funnel__step">
      <CountButton
        count={count}
        label={t('informing.open', { group: t('informing.all'), step: t(`step.${step}`), shown: formatCount(count) })}
        onOpen={onOpen}
      />
      <p>
        {t(`step.${step}`)}
        {percent === null ? '' : `, ${formatCount(percent)}\u00a0%`}
      </p>
      <ShareBar share={whole === null ? 1 : count / Math.max(1, whole)} />
    </div>
  )
}

interface TableProps {
  readonly label: string
  readonly rows: readonly FunnelRow[]
  readonly nameOf: (row: FunnelRow) => string
  readonly onOpen: (opened: OpenedStep) => void
}

function FunnelTable({ label, rows, nameOf, onOpen }: TableProps) {
  const t = useText('reports')
  if (rows.length === 0) return <p className="sv-soft">{t('row.empty')}</p>
  const steps = STEPS.filter((step) => rows.some((row) => row[step] !== null))
  return (
    <table className="pairs pairs--funnel" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t('column.what')}</th>
          <th scope="col" className="pairs__bars" aria-hidden />
          {steps.map((step) => (
            <th key={step} scope="col">
              {t(`step.${step}`)}
            </th>
          ))}
          <th scope="col" title={t('informing.response.title')}>
            {t('informing.response')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const response = sharePercent(row.came, row.informed)
          return (
            <tr key={row.key}>
              <th scope="row">{nameOf(row)}</th>
              <td className="pairs__bars" aria-hidden>
                <ShareBar share={row.came / Math.max(1, row.informed)} />
              </td>
              {steps.map((step) => {
                const count = row[step] ?? 0
                return (
                  <td key={step}>
                    <CountButton
                      count={count}
                      label={t('informing.open', {
                        group: nameOf(row),
                        step: t(`step.${step}`),
                        shown: formatCount(count),
                      })}
                      onOpen={() => onOpen({ row, step, group: nameOf(row) })}
                    />
                  </td>
                )
              })}
              <td className="digits">{response === null ? '' : `${formatCount(response)}\u00a0%`}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** Words of a group: a clinic, a way of informing, an age. */
function useGroupName(): (row: FunnelRow) => string {
  const t = useText('reports')
  const clinics = useDeskRead(['clinic'], (reads) => reads.records('clinic'), '')
  return ({ by, key }) => {
    if (by === 'clinic')
      return clinics?.find(({ data }) => data.id === key)?.data.shortName ?? (key === '' ? t('place.none') : key)
    if (by === 'age') return t('age.years', { band: key })
    // Ways come from the dictionary; one that this desk does not know is shown by its code.
    return by === 'way' ? (t as (key: string) => string)(`way.${key}`) : t('informing.all')
  }
}
