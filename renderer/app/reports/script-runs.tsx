import { Button, CloseButton } from '@mantine/core'
import { IconPhone } from '@tabler/icons-react'
import { useState } from 'react'
import { formatDuration, formatMoment } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { CUT_OFF } from '#shared/features/call-scripts/summary.ts'
import { type MeasuredRun, measuredRunsAnswer } from '#shared/features/reports/script-measures.ts'
import type { CallId } from '#shared/kernel/ids.ts'
import { addressOf } from '../supervision/filters.ts'
import { useOnlineList } from '../supervision/use-online.ts'
import { ReportRecords } from './report-records.tsx'

/** A number of the report that was opened. */
export interface OpenedRuns {
  readonly title: string
  readonly conditions: Readonly<Record<string, string | null>>
}

interface ScriptRunsProps {
  readonly opened: OpenedRuns
  readonly onCall: ((callId: CallId) => void) | null
  readonly onBack: () => void
}

const ROW_HEIGHT = 36

/** The talks that a number counts, and the course of the one chosen. */
export function ScriptRuns({ opened, onCall, onBack }: ScriptRunsProps) {
  const t = useText('scriptMeasures')
  useLanguage()
  const [chosen, setChosen] = useState<MeasuredRun | null>(null)
  const resultOf = useResultNames(opened.conditions['scriptId'] ?? '')
  const query = useOnlineList({
    key: 'measuredRuns',
    kinds: ['scriptRun'],
    schema: measuredRunsAnswer,
    address: (after) => addressOf('/api/reports/scripts/runs', { ...opened.conditions, after }),
  })
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const total = query.data?.pages[0]?.total
  return (
    <>
      <ReportRecords
        title={opened.title}
        countText={total === undefined ? null : t('runs', { count: total })}
        columns={[
          t('run.at'),
          ...(onCall === null ? [] : [t('run.who')]),
          t('run.by'),
          t('run.lasted'),
          t('run.result'),
        ]}
        grid={onCall === null ? 'sv-grid-runs sv-grid-runs--nameless' : 'sv-grid-runs'}
        items={items}
        keyOf={(run) => run.runId}
        rowHeight={ROW_HEIGHT}
        query={query}
        onBack={onBack}
        onOpen={setChosen}
      >
        {(run) => <RunRow run={run} result={resultOf(run)} hasNames={onCall !== null} />}
      </ReportRecords>
      {chosen === null ? null : <RunCourse run={chosen} onCall={onCall} onClose={() => setChosen(null)} />}
    </>
  )
}

/** Words of results as the newest version of the script on this desk has them. */
function useResultNames(scriptId: string): (run: MeasuredRun) => string {
  const t = useText('scriptMeasures')
  const scripts = useDeskRead(['callScript'], (reads) => reads.records('callScript'), 'all') ?? []
  const versions = scripts
    .map(({ data }) => data)
    .filter(({ id }) => id === scriptId)
    .toSorted((a, b) => b.version - a.version)
  return ({ result, version }) => {
    if (result === CUT_OFF) return t('result.cutOff')
    const script = versions.find((it) => it.version === version) ?? versions[0]
    return script?.nodes.find((node) => node.result === result)?.title ?? result
  }
}

interface RunRowProps {
  readonly run: MeasuredRun
  readonly result: string
  readonly hasNames: boolean
}

function RunRow({ run, result, hasNames }: RunRowProps) {
  const t = useText('scriptMeasures')
  return (
    <span className={`sv-row sv-grid-runs ${hasNames ? '' : 'sv-grid-runs--nameless'}`}>
      <span className="sv-cell digits">{formatMoment(run.startedAt, Date.now())}</span>
      {hasNames ? <span className="sv-cell ellipsis">{run.name === '' ? t('run.nameless') : run.name}</span> : null}
      <span className="sv-cell ellipsis">{run.by}</span>
      <span className="sv-cell digits">{formatDuration(run.lastedMs / 1000)}</span>
      <span className="sv-cell ellipsis">{result}</span>
    </span>
  )
}

interface RunCourseProps {
  readonly run: MeasuredRun
  readonly onCall: ((callId: CallId) => void) | null
  readonly onClose: () => void
}

/** The steps of one talk with the time at each, without its answers: those are looked at with the call. */
function RunCourse({ run, onCall, onClose }: RunCourseProps) {
  const t = useText('scriptMeasures')
  const { callId } = run
  const title = t('run.course', { at: formatMoment(run.startedAt, Date.now()) })
  return (
    <section className="run-course scrolls" aria-label={title}>
      <header className="run-course__head">
        <h2 className="report__title">{title}</h2>
        <span className="sv-soft digits">{t('run.version', { version: run.version })}</span>
        {callId === null || onCall === null ? null : (
          <Button
            size="compact-xs"
            variant="light"
            leftSection={<IconPhone size={14} aria-hidden />}
            onClick={() => onCall(callId)}
          >
            {t('run.openCall')}
          </Button>
        )}
        <CloseButton size="sm" className="run-course__close" aria-label={t('run.close')} onClick={onClose} />
      </header>
      {run.visits.length === 0 ? <p className="sv-soft">{t('run.untraced')}</p> : null}
      <ol className="run-course__steps">
        {run.visits.map((visit, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step may be looked at twice; its place in the talk is what it is
          <li key={index} className={visit.isOnPath ? '' : 'run-course__off'}>
            <span lang="ru">{visit.title}</span>
            {visit.isOnPath ? null : <span className="sv-soft">{t('run.offPath')}</span>}
            <span className="digits run-course__time">
              {visit.ms === null ? t('run.unknownTime') : formatDuration(visit.ms / 1000)}
            </span>
          </li>
        ))}
      </ol>
      {run.opened.length === 0 ? null : (
        <p className="run-course__opened">
          {t('step.opened')}: <span lang="ru">{[...new Set(run.opened)].join('; ')}</span>
        </p>
      )}
    </section>
  )
}
