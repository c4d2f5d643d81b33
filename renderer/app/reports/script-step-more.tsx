import type { ReactNode } from 'react'
import { CountButton, ShareBar } from '#renderer/features/reports/pair-rows.tsx'
import { formatCount } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import type { MeasuredStep } from '#shared/features/reports/script-measures.ts'
import { type OpenRuns, type StepPair, sharesText } from './script-shares.ts'

interface StepMoreProps {
  readonly pair: StepPair
  /** All steps, for the names of those that ways lead to. */
  readonly pairs: readonly StepPair[]
  readonly minGroup: number
  readonly versions: readonly [string | null, string | null]
  readonly open: OpenRuns
}

/** What a step opens to: where talks went on, what was opened, how those ended that broke off here; of both versions where two are compared. */
export function StepMore({ pair, pairs, minGroup, versions, open }: StepMoreProps) {
  const t = useText('scriptMeasures')
  const sides = [
    { step: pair.now, version: versions[0] },
    { step: pair.before, version: versions[1] },
  ].filter((side): side is { step: MeasuredStep; version: string | null } => side.step !== null)
  return sides.map(({ step, version }) => (
    <section key={version ?? 'any'} className="step-more">
      {sides.length === 1 || version === null ? null : (
        <h3 className="step-more__side">{t('side.now', { version })}</h3>
      )}
      <StepSide {...{ pair, pairs, minGroup, version, open }} step={step} />
    </section>
  ))
}

interface StepSideProps extends Omit<StepMoreProps, 'versions'> {
  readonly step: MeasuredStep
  readonly version: string | null
}

function StepSide({ pair, pairs, minGroup, version, open, step }: StepSideProps) {
  const t = useText('scriptMeasures')
  const desk = useText('desk')
  const titleOf = (nodeId: string): string => pairs.find((it) => it.nodeId === nodeId)?.title ?? nodeId
  // An outcome of a newer server is shown by its code.
  const outcomeOf = (outcome: string | null): string =>
    outcome === null ? t('outcome.none') : (desk as (key: string) => string)(`outcome.${outcome}`)
  const row = (name: string, runs: number, list: string, conditions: Record<string, string>, isWritten = false) => (
    <li key={name}>
      <span className="step-more__name" lang={isWritten ? 'ru' : undefined}>
        {name}
      </span>
      <ShareBar share={step.runs === 0 ? 0 : runs / step.runs} />
      <CountButton
        count={runs}
        label={t('open.runs', { what: list, shown: formatCount(runs) })}
        onOpen={() => open(version, list, { step: pair.nodeId, ...conditions })}
      />
      <span className="digits sv-soft">{sharesText(runs, step.runs)}</span>
    </li>
  )
  const { title } = pair
  return (
    <div className="step-more__lists">
      <Rows title={t('step.ways')} none={t('step.ways.none')}>
        {step.ways === null ? (
          <li className="step-more__hidden">{t('step.ways.hidden', { min: minGroup })}</li>
        ) : (
          step.ways.map(({ nodeId, runs }) => {
            const way = titleOf(nodeId)
            return row(way, runs, t('list.way', { step: title, way }), { way: nodeId }, true)
          })
        )}
      </Rows>
      <Rows title={t('step.opened')} none={t('step.opened.none')}>
        {step.opened.map(({ id, words, runs }) =>
          row(words, runs, t('list.opened', { step: title, words }), { opened: id }, true),
        )}
      </Rows>
      <Rows title={t('step.left')} none={t('step.left.none')}>
        {step.left.map(({ outcome, runs }) =>
          row(outcomeOf(outcome), runs, `${t('list.left', { step: title })}, ${outcomeOf(outcome)}`, {
            left: 'yes',
            outcome: outcome ?? 'none',
          }),
        )}
      </Rows>
    </div>
  )
}

function Rows({
  title,
  none,
  children,
}: {
  readonly title: string
  readonly none: string
  readonly children: ReactNode
}) {
  const isEmpty = Array.isArray(children) && children.length === 0
  return (
    <div>
      <h4 className="step-more__title">{title}</h4>
      {isEmpty ? <p className="step-more__hidden">{none}</p> : <ul className="step-more__rows">{children}</ul>}
    </div>
  )
}
