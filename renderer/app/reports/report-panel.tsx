import type { ReactNode } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { DaySpanField } from '#renderer/ui/day-span-field.tsx'
import { daysOfPeriod, PERIODS, type ReportChoice } from './report-choice.ts'
import '#renderer/features/reports/reports.css'

const ALL_KINDS = ['structure', 'defects', 'informing', 'surveys', 'scripts'] as const

interface ReportPanelProps {
  /** Reports to choose from; with one there is nothing to choose. */
  readonly kinds?: readonly ReportChoice['kind'][]
  readonly choice: ReportChoice
  readonly onChange: (choice: ReportChoice) => void
}

const YEARS_SHOWN = 3

/** Which report, of which days, against which. Each choice works at once. */
export function ReportPanel({ kinds = ALL_KINDS, choice, onChange }: ReportPanelProps) {
  const t = useText('reports')
  const today = todayHere(Date.now())
  const set = (part: Partial<ReportChoice>): void => onChange({ ...choice, ...part })
  const year = Number(today.slice(0, 4))
  return (
    <div className="report-choice scrolls">
      {kinds.length === 1 ? null : (
        <Choice label={t('choose.report')}>
          {kinds.map((kind) => (
            <Option key={kind} isChosen={choice.kind === kind} onChoose={() => set({ kind })}>
              {t(`kind.${kind}`)}
            </Option>
          ))}
        </Choice>
      )}
      {choice.kind === 'informing' ? (
        <Choice label={t('choose.year')}>
          {Array.from({ length: YEARS_SHOWN }, (_, index) => year - index).map((it) => (
            <Option key={it} isChosen={choice.year === it} onChoose={() => set({ year: it })}>
              {String(it)}
            </Option>
          ))}
        </Choice>
      ) : (
        <>
          <Choice label={t('choose.period')}>
            {PERIODS.map((name) => {
              const days = daysOfPeriod(name, today)
              const isChosen = days.from === choice.days.from && days.to === choice.days.to
              return (
                <Option key={name} isChosen={isChosen} onChoose={() => set({ days })}>
                  {t(`period.${name}`)}
                </Option>
              )
            })}
          </Choice>
          <DaySpanField value={choice.days} fromLabel={t('from')} toLabel={t('to')} onDays={(days) => set({ days })} />
          {choice.kind === 'surveys' || choice.kind === 'scripts' ? null : (
            <Choice label={t('choose.against')}>
              {(['previous', 'yearBefore'] as const).map((against) => (
                <Option key={against} isChosen={choice.against === against} onChoose={() => set({ against })}>
                  {t(`against.${against}`)}
                </Option>
              ))}
            </Choice>
          )}
        </>
      )}
    </div>
  )
}

function Choice({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <fieldset className="sv-period">
      <legend className="field__label">{label}</legend>
      <div className="report-choice__list">{children}</div>
    </fieldset>
  )
}

interface OptionProps {
  readonly isChosen: boolean
  readonly onChoose: () => void
  readonly children: string
}

function Option({ isChosen, onChoose, children }: OptionProps) {
  return (
    <button type="button" className="report-choice__option" aria-pressed={isChosen} onClick={onChoose}>
      {children}
    </button>
  )
}
