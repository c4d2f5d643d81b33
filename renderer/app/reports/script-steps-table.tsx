import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { Fragment, type ReactNode, useState } from 'react'
import { CountButton, PairBars, ShareBar } from '#renderer/features/reports/pair-rows.tsx'
import { formatCount, formatDuration } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import type { MeasuredStep, ScriptMeasuresAnswer } from '#shared/features/reports/script-measures.ts'
import { leftAt, type OpenRuns, pairSteps, type StepPair, sharesText } from './script-shares.ts'
import { StepMore } from './script-step-more.tsx'

interface ScriptStepsTableProps {
  readonly measured: ScriptMeasuresAnswer
  readonly before: ScriptMeasuresAnswer | null
  readonly version: string | null
  readonly against: string | null
  readonly open: OpenRuns
}

const COLUMNS = 7

/** The steps as a funnel: how many talks reached each, how long it took, where they broke off. A step opens to its ways. */
export function ScriptStepsTable({ measured, before, version, against, open }: ScriptStepsTableProps) {
  const t = useText('scriptMeasures')
  const [shown, setShown] = useState<string | null>(null)
  const pairs = pairSteps(measured, before)
  if (pairs.length === 0) return null
  return (
    <section className="report__part">
      <h2 className="report__title">{t('steps')}</h2>
      {before === null || version === null || against === null ? null : (
        <p className="step-sides">
          <span className="step-sides__now">{t('side.now', { version })}</span>
          <span className="step-sides__before">{t('side.now', { version: against })}</span>
        </p>
      )}
      <table className="pairs step-table" aria-label={t('steps')}>
        <thead>
          <tr>
            <th scope="col">{t('column.step')}</th>
            <th scope="col" className="pairs__bars" aria-hidden />
            <th scope="col">{t('column.runs')}</th>
            <th scope="col">{t('column.median')}</th>
            <th scope="col" title={t('column.p90.title')}>
              {t('column.p90')}
            </th>
            <th scope="col" title={t('column.left.title')}>
              {t('column.left')}
            </th>
            <th scope="col" title={t('column.opened.title')}>
              {t('column.opened')}
            </th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair) => (
            <Fragment key={pair.nodeId}>
              <StepRow
                {...{ pair, measured, before, open }}
                versions={[version, against]}
                isShown={shown === pair.nodeId}
                onToggle={() => setShown(shown === pair.nodeId ? null : pair.nodeId)}
              />
              {shown !== pair.nodeId ? null : (
                <tr>
                  <td colSpan={COLUMNS} className="step-table__more" id={`more-${pair.nodeId}`}>
                    <StepMore {...{ pair, pairs, open }} minGroup={measured.minGroup} versions={[version, against]} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface StepRowProps extends Pick<ScriptStepsTableProps, 'measured' | 'before' | 'open'> {
  readonly pair: StepPair
  /** The version shown and the one beside it, as numbers are opened by. */
  readonly versions: readonly [string | null, string | null]
  readonly isShown: boolean
  readonly onToggle: () => void
}

function StepRow({ pair, measured, before, open, versions, isShown, onToggle }: StepRowProps) {
  const t = useText('scriptMeasures')
  const { nodeId, title } = pair
  const Glyph = isShown ? IconChevronDown : IconChevronRight
  const share = (step: MeasuredStep | null, whole: number): number =>
    step === null || whole === 0 ? 0 : step.runs / whole
  const sides = (cell: (step: MeasuredStep, answer: ScriptMeasuresAnswer, version: string | null) => ReactNode) => (
    <>
      {pair.now === null ? <span className="sv-soft">—</span> : cell(pair.now, measured, versions[0])}
      {before === null ? null : (
        <span className="step-table__before">
          {pair.before === null ? '—' : cell(pair.before, before, versions[1])}
        </span>
      )}
    </>
  )
  const number = (count: number, list: string, version: string | null, conditions: Record<string, string>) => (
    <CountButton
      count={count}
      label={t('open.runs', { what: list, shown: formatCount(count) })}
      onOpen={() => open(version, list, { step: nodeId, ...conditions })}
    />
  )
  return (
    <tr className={isShown ? 'step-table__open' : ''}>
      <th scope="row">
        <button
          type="button"
          className="pairs__deeper step-table__step"
          aria-expanded={isShown}
          aria-controls={isShown ? `more-${nodeId}` : undefined}
          aria-label={t('step.more', { step: title })}
          onClick={onToggle}
        >
          <Glyph size={14} aria-hidden />
          <span lang="ru">{title}</span>
        </button>
      </th>
      <td className="pairs__bars" aria-hidden>
        {before === null ? (
          <ShareBar share={share(pair.now, measured.traced)} />
        ) : (
          <PairBars now={share(pair.now, measured.traced)} before={share(pair.before, before.traced)} />
        )}
      </td>
      <td className="digits">
        {sides((step, answer, version) => (
          <>
            {number(step.runs, t('list.reached', { step: title }), version, {})}{' '}
            <span className="step-table__share">{sharesText(step.runs, answer.traced)}</span>
          </>
        ))}
      </td>
      {(['median', 'p90'] as const).map((of) => (
        <td key={of} className="digits">
          {sides(({ times }) => (times === null ? '—' : formatDuration(times[of] / 1000)))}
        </td>
      ))}
      <td className="digits">
        {sides((step, _, version) => number(leftAt(step), t('list.left', { step: title }), version, { left: 'yes' }))}
      </td>
      <td className="digits">
        {sides((step, _, version) =>
          number(step.openedRuns, t('list.openedAny', { step: title }), version, { opened: 'any' }),
        )}
      </td>
    </tr>
  )
}
