import { IconRoute } from '@tabler/icons-react'
import { useState } from 'react'
import { formatCount, formatDate, formatDuration } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { CUT_OFF } from '#shared/features/call-scripts/summary.ts'
import { type ScriptMeasuresAnswer, scriptMeasuresAnswer } from '#shared/features/reports/script-measures.ts'
import type { Days } from '#shared/kernel/compared-period.ts'
import type { CallId } from '#shared/kernel/ids.ts'
import { addressOf } from '../supervision/filters.ts'
import { useOnlineDetail } from '../supervision/use-online.ts'
import { ReportFailed } from './report-failed.tsx'
import { ReportLoading } from './report-loading.tsx'
import { type RunFilters, ScriptChoiceFields } from './script-choice-fields.tsx'
import { ScriptResults } from './script-results.tsx'
import { type OpenedRuns, ScriptRuns } from './script-runs.tsx'
import type { OpenRuns } from './script-shares.ts'
import { ScriptStepsTable } from './script-steps-table.tsx'
import './script-report.css'

interface ScriptReportProps {
  readonly days: Days
  /** Opens a call; null on a desk that shows no calls. */
  readonly onCall: ((callId: CallId) => void) | null
}

const KEY = 'scriptMeasures'
const ANY_RUNS: RunFilters = { scriptId: null, version: null, against: null, userId: null, line: null }

/** How talks go by a script: steps, ways, exits and objections, two versions side by side; each number opens its talks (REQUIREMENTS S8, S10). */
export function ScriptReport({ days, onCall }: ScriptReportProps) {
  const [filters, setFilters] = useState(ANY_RUNS)
  const [opened, setOpened] = useState<OpenedRuns | null>(null)
  const { scriptId, version, against, userId, line } = filters
  const common = { ...days, scriptId, userId, line }
  const addressFor = (side: string | null): string => addressOf('/api/reports/scripts', { ...common, version: side })
  const query = useOnlineDetail(KEY, ['scriptRun'], addressFor(version), scriptMeasuresAnswer)
  const other = useOnlineDetail(KEY, ['scriptRun'], against === null ? null : addressFor(against), scriptMeasuresAnswer)
  if (opened !== null) return <ScriptRuns opened={opened} onCall={onCall} onBack={() => setOpened(null)} />
  if (query.isError || other.isError)
    return <ReportFailed onRetry={() => void Promise.all([query.refetch(), other.refetch()])} />
  if (query.data === undefined) return <ReportLoading />
  const measured = query.data
  const open: OpenRuns = (side, title, conditions) =>
    setOpened({ title, conditions: { ...common, scriptId: measured.scriptId ?? '', version: side, ...conditions } })
  return (
    <Report
      {...{ days, filters, measured, open }}
      before={against === null ? null : (other.data ?? null)}
      onFilters={setFilters}
    />
  )
}

interface ReportProps {
  readonly days: Days
  readonly filters: RunFilters
  readonly measured: ScriptMeasuresAnswer
  readonly before: ScriptMeasuresAnswer | null
  readonly open: OpenRuns
  readonly onFilters: (filters: RunFilters) => void
}

function Report({ days, filters, measured, before, open, onFilters }: ReportProps) {
  const t = useText('scriptMeasures')
  const reports = useText('reports')
  useLanguage()
  const untraced = measured.runs - measured.traced
  return (
    <section className="report scrolls" aria-label={t('title')}>
      <header className="report__head">
        <h1>{t('title')}</h1>
        <span className="report__days digits">
          {reports('days', { from: formatDate(days.from), to: formatDate(days.to) })}
        </span>
      </header>
      {measured.scripts.length === 0 && filters.userId === null && filters.line === null ? (
        <EmptyState icon={IconRoute} title={t('empty')} body={t('empty.body')} />
      ) : (
        <>
          <ScriptChoiceFields scripts={measured.scripts} shown={measured.scriptId} {...{ filters, onFilters }} />
          {measured.runs === 0 ? (
            <EmptyState icon={IconRoute} title={t('filtered.empty')} body={t('filtered.empty.body')} />
          ) : (
            <>
              <Figures {...{ measured, before, filters, open }} />
              <p className="report__note">
                {t('note')} {untraced === 0 ? null : t('untraced', { count: untraced })}
              </p>
              <ScriptStepsTable {...{ measured, before, open }} version={filters.version} against={filters.against} />
              <ScriptResults {...{ measured, before, open }} version={filters.version} against={filters.against} />
            </>
          )}
        </>
      )}
    </section>
  )
}

function Figures({ measured, before, filters, open }: Omit<ReportProps, 'days' | 'onFilters'>) {
  const t = useText('scriptMeasures')
  const cutOf = ({ results }: ScriptMeasuresAnswer): number =>
    results.find(({ result }) => result === CUT_OFF)?.runs ?? 0
  const shareOf = (answer: ScriptMeasuresAnswer): string =>
    answer.runs === 0 ? '0 %' : `${Math.round((100 * cutOf(answer)) / answer.runs)} %`
  const lengthOf = (answer: ScriptMeasuresAnswer, of: 'median' | 'p90'): string =>
    answer.times === null ? '—' : formatDuration(answer.times[of] / 1000)
  const was = (shown: string): string => t('figure.was', { version: filters.against ?? '', shown })
  const all = t('list.all')
  return (
    <dl className="report__figures">
      <Figure name={t('figure.runs')} was={before === null ? null : was(formatCount(before.runs))}>
        <button
          type="button"
          className="count digits"
          aria-label={t('open.runs', { what: all, shown: formatCount(measured.runs) })}
          onClick={() => open(filters.version, all, {})}
        >
          {formatCount(measured.runs)}
        </button>
      </Figure>
      <Figure name={t('figure.cut')} was={before === null ? null : was(shareOf(before))}>
        <span className="digits">{shareOf(measured)}</span>
      </Figure>
      {(['median', 'p90'] as const).map((of) => (
        <Figure key={of} name={t(`figure.${of}`)} was={before === null ? null : was(lengthOf(before, of))}>
          <span className="digits">{lengthOf(measured, of)}</span>
        </Figure>
      ))}
    </dl>
  )
}

function Figure(props: { readonly name: string; readonly was: string | null; readonly children: React.ReactNode }) {
  return (
    <div className="report__figure">
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
      {props.was === null ? null : <dd className="report__more digits">{props.was}</dd>}
    </div>
  )
}
