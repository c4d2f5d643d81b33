import { Button } from '@mantine/core'
import { IconArrowUp } from '@tabler/icons-react'
import { useState } from 'react'
import { CountButton, changeText, type PairRow, PairRows } from '#renderer/features/reports/pair-rows.tsx'
import { formatCount, formatDate } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import {
  type Breakdown,
  breakDown,
  breakDownThemes,
  type StructureAnswer,
  structureAnswer,
  sumOf,
} from '#shared/features/appeals/structure-report.ts'
import { sharePercent } from '#shared/features/reports/informing-effect.ts'
import { changePercent, type Days } from '#shared/kernel/compared-period.ts'
import { ANY_APPEALS, addressOf, type JournalFilters } from '../supervision/filters.ts'
import type { OpenedList } from '../supervision/supervisor-lists.ts'
import { useOnlineDetail } from '../supervision/use-online.ts'
import { ExportButton } from './export-button.tsx'
import type { ReportChoice } from './report-choice.ts'
import { ReportFailed } from './report-failed.tsx'
import { ReportLoading } from './report-loading.tsx'
import type { ReportSheet } from './workbook.ts'

interface StructureReportProps {
  readonly choice: ReportChoice
  readonly onOpen: (list: OpenedList) => void
}

/** Appeals of a period against another: kinds, themes, justified complaints by reason, clinics (REQUIREMENTS S4). */
export function StructureReport({ choice, onOpen }: StructureReportProps) {
  const address = addressOf('/api/reports/structure', { ...choice.days, against: choice.against })
  const query = useOnlineDetail('structure', [], address, structureAnswer)
  if (query.data === undefined)
    return query.isError ? <ReportFailed onRetry={() => void query.refetch()} /> : <ReportLoading />
  return <Structure answer={query.data} onOpen={onOpen} />
}

function Structure({ answer, onOpen }: { readonly answer: StructureAnswer } & Pick<StructureReportProps, 'onOpen'>) {
  const t = useText('reports')
  useLanguage()
  const names = useNames()
  const { cells, period, before } = answer
  const [parent, setParent] = useState('')
  const daysText = ({ from, to }: Days): string => t('days', { from: formatDate(from), to: formatDate(to) })
  const open = (days: Days, filters: Partial<JournalFilters>): void =>
    onOpen({ kind: 'journal', filters: { ...ANY_APPEALS, period: days, ...filters } })
  const rowsOf = <Key extends string>(
    breakdown: Breakdown<Key>,
    nameOf: (key: Key) => string,
    filtersOf: (key: Key) => Partial<JournalFilters>,
    deeperOf: (key: Key) => (() => void) | null = () => null,
  ): PairRow[] =>
    breakdown.map((row) => ({
      ...row,
      name: nameOf(row.key),
      change: changePercent(row),
      onNow: () => open(period, filtersOf(row.key)),
      onBefore: () => open(before, filtersOf(row.key)),
      onDeeper: deeperOf(row.key),
    }))

  const kinds = breakDown(cells, ({ kind }) => kind)
  const top = parent === '' ? null : parent
  const themes =
    top === null ? kinds.map((row) => ({ ...row, key: row.key as string })) : breakDownThemes(cells, names, top)
  const justified = cells.filter(({ kind, decision }) => kind === 'complaint' && decision === 'yes')
  const reasons = breakDownThemes(justified, names, 'complaint')
  const places = breakDown(cells, ({ place }) => place as string)
  const themeFilters = (code: string): Partial<JournalFilters> => ({
    kind: names.kindOf(code),
    theme: code.includes('.') ? code : null,
    exactTheme: code === top ? 'yes' : null,
  })
  const sheets: readonly ReportSheet[] = [
    sheet(t('sheet.kinds'), kinds, (key) => t(`kind.${key}`)),
    sheet(
      t('sheet.themes'),
      breakDown(cells, ({ themeCode }) => themeCode),
      names.themeOf,
    ),
    sheet(
      t('sheet.reasons'),
      breakDown(justified, ({ themeCode }) => themeCode),
      names.themeOf,
    ),
    sheet(t('sheet.places'), places, names.placeOf),
  ]
  function sheet<Key extends string>(name: string, rows: Breakdown<Key>, nameOf: (key: Key) => string): ReportSheet {
    const [from, to] = [daysText(period), daysText(before)]
    return {
      name,
      columns: [t('column.what'), `${t('column.now')}: ${from}`, `${t('column.before')}: ${to}`, t('column.change')],
      rows: rows.map((row) => {
        const change = changePercent(row)
        return [nameOf(row.key), row.now, row.before, change === null ? null : changeText(change)]
      }),
    }
  }
  return (
    <section className="report scrolls" aria-label={t('structure.title')}>
      <header className="report__head">
        <h1>{t('structure.title')}</h1>
        <span className="report__days digits">
          {daysText(period)} · {t('days.before').toLowerCase()}: {daysText(before)}
        </span>
        <ExportButton report="structure" days={period} sheets={sheets} name={`appeals-${period.from}-${period.to}`} />
      </header>
      <Figures answer={answer} open={open} />
      <div className="report__part">
        <h2 className="report__title">
          {top === null ? t('structure.kinds') : t('structure.themes', { parent: names.themeOf(top) })}
          {top === null ? null : (
            <Button
              size="compact-xs"
              variant="subtle"
              leftSection={<IconArrowUp size={13} />}
              onClick={() => setParent(top.includes('.') ? names.parentOf(top) : '')}
            >
              {t('structure.up')}
            </Button>
          )}
        </h2>
        <PairRows
          label={t('structure.kinds')}
          rows={rowsOf(
            themes,
            (code) => (code === top ? t('structure.exact') : names.shortOf(code)),
            themeFilters,
            (code) => (code !== top && names.hasBelow(code) ? () => setParent(code) : null),
          )}
        />
      </div>
      <div className="report__part">
        <h2 className="report__title">{t('structure.reasons')}</h2>
        <PairRows
          label={t('structure.reasons')}
          rows={rowsOf(reasons, names.shortOf, (code) => ({
            kind: 'complaint',
            theme: code === 'complaint' ? null : code,
            justified: 'yes',
          }))}
        />
      </div>
      <div className="report__part">
        <h2 className="report__title">{t('structure.justifiedPlaces')}</h2>
        <PairRows
          label={t('structure.justifiedPlaces')}
          rows={rowsOf(
            breakDown(justified, ({ place }) => place as string),
            names.placeOf,
            (place) => ({ kind: 'complaint', justified: 'yes', place }),
          )}
        />
      </div>
      <div className="report__part">
        <h2 className="report__title">{t('structure.places')}</h2>
        <PairRows label={t('structure.places')} rows={rowsOf(places, names.placeOf, (place) => ({ place }))} />
      </div>
    </section>
  )
}

interface FiguresProps {
  readonly answer: StructureAnswer
  readonly open: (days: Days, filters: Partial<JournalFilters>) => void
}

/** The source's comparison (001): all appeals, the share on medical care, justified complaints. */
function Figures({ answer: { cells, period, before }, open }: FiguresProps) {
  const t = useText('reports')
  const total = sumOf(cells)
  const medical = sumOf(cells.filter(({ medicalCare }) => medicalCare))
  const complaints = cells.filter(({ kind }) => kind === 'complaint')
  const figures = [
    { what: t('structure.total'), pair: total, filters: {}, more: null },
    {
      what: t('structure.medical'),
      pair: medical,
      filters: { medicalCare: 'yes' as const },
      more: t('structure.ofAll', {
        now: formatCount(sharePercent(medical.now, total.now) ?? 0),
        before: formatCount(sharePercent(medical.before, total.before) ?? 0),
      }),
    },
    {
      what: t('structure.justified'),
      pair: sumOf(complaints.filter(({ decision }) => decision === 'yes')),
      filters: { kind: 'complaint' as const, justified: 'yes' as const },
      more: null,
    },
    {
      what: t('structure.undecided'),
      pair: sumOf(complaints.filter(({ decision }) => decision === 'undecided')),
      filters: { kind: 'complaint' as const, justified: 'undecided' as const },
      more: null,
    },
  ]
  return (
    <dl className="report__figures">
      {figures.map(({ what, pair, filters, more }) => (
        <div key={what} className="report__figure">
          <dt>{what}</dt>
          <dd>
            <CountButton
              count={pair.now}
              label={t('open.now', { what, shown: formatCount(pair.now) })}
              onOpen={() => open(period, filters)}
            />
            <CountButton
              count={pair.before}
              label={t('open.before', { what, shown: formatCount(pair.before) })}
              onOpen={() => open(before, filters)}
              isSoft
            />
          </dd>
          {more === null ? null : <dd className="report__more">{more}</dd>}
        </div>
      ))}
    </dl>
  )
}

/** Names of themes, kinds and clinics by what this desk holds, and the tree of themes. */
function useNames() {
  const t = useText('reports')
  const classifiers = useDeskRead(['appealClassifier'], (reads) => reads.records('appealClassifier'), '')
  const clinics = useDeskRead(['clinic'], (reads) => reads.records('clinic'), '')
  const rows = classifiers?.flatMap(({ data }) => data.rows) ?? []
  const byCode = new Map(rows.map((row) => [row.code, row]))
  const kindOf = (code: string) => structureAnswer.shape.cells.element.shape.kind.parse(code.split('.')[0])
  const shortOf = (code: string): string =>
    code.includes('.') ? (byCode.get(code)?.name ?? code) : t(`kind.${kindOf(code)}`)
  /** Codes above, from the kind down. */
  const above = (code: string): string[] => {
    const parts = code.split('.')
    return parts.map((_, index) => parts.slice(0, index + 1).join('.')).filter((it) => byCode.has(it))
  }
  return {
    rows,
    kindOf,
    shortOf,
    themeOf: (code: string): string =>
      [
        t(`kind.${kindOf(code)}`),
        ...above(code)
          .slice(1)
          .map((it) => byCode.get(it)?.name ?? it),
      ].join(' › '),
    parentOf: (code: string): string => above(code).at(-2) ?? '',
    hasBelow: (code: string): boolean => rows.some((row) => row.code.startsWith(`${code}.`)),
    placeOf: (place: string): string =>
      place === 'none' ? t('place.none') : (clinics?.find(({ data }) => data.id === place)?.data.shortName ?? place),
  }
}
