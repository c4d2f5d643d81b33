import { CountButton, ShareBar } from '#renderer/features/reports/pair-rows.tsx'
import { formatCount } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { CUT_OFF } from '#shared/features/call-scripts/summary.ts'
import type { ScriptMeasuresAnswer } from '#shared/features/reports/script-measures.ts'
import { type OpenRuns, sharesText } from './script-shares.ts'

interface ScriptResultsProps {
  readonly measured: ScriptMeasuresAnswer
  readonly before: ScriptMeasuresAnswer | null
  readonly version: string | null
  readonly against: string | null
  readonly open: OpenRuns
}

/** How the talks ended, the break-offs among them. */
export function ScriptResults({ measured, before, version, against, open }: ScriptResultsProps) {
  const t = useText('scriptMeasures')
  const nameOf = (result: string, title: string): string =>
    result === CUT_OFF ? t('result.cutOff') : title === '' ? result : title
  const mine = new Set(measured.results.map(({ result }) => result))
  const gone = (before?.results ?? []).filter(({ result }) => !mine.has(result)).map((row) => ({ ...row, runs: 0 }))
  return (
    <section className="report__part">
      <h2 className="report__title">{t('results')}</h2>
      <table className="pairs" aria-label={t('results')}>
        <tbody>
          {[...measured.results, ...gone].map(({ result, title, runs }) => {
            const name = nameOf(result, title)
            const was = before?.results.find((row) => row.result === result)?.runs ?? 0
            const list = t('list.result', { result: name })
            const label = (shown: number): string => t('open.runs', { what: list, shown: formatCount(shown) })
            return (
              <tr key={result}>
                <th scope="row" lang={result === CUT_OFF ? undefined : 'ru'}>
                  {name}
                </th>
                <td className="pairs__bars" aria-hidden>
                  <ShareBar share={measured.runs === 0 ? 0 : runs / measured.runs} />
                </td>
                <td>
                  <CountButton count={runs} label={label(runs)} onOpen={() => open(version, list, { result })} />
                </td>
                <td className="digits sv-soft">{sharesText(runs, measured.runs)}</td>
                {before === null ? null : (
                  <>
                    <td>
                      <CountButton
                        isSoft
                        count={was}
                        label={label(was)}
                        onOpen={() => open(against, list, { result })}
                      />
                    </td>
                    <td className="digits sv-soft">{sharesText(was, before.runs)}</td>
                  </>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
