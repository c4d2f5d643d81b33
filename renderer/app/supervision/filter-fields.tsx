import { Select } from '@mantine/core'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { DaySpanField } from '#renderer/ui/day-span-field.tsx'
import { daysOf, type Period } from './filters.ts'

const PRESETS = [
  { days: 1, text: 'filter.today' },
  { days: 7, text: 'filter.week' },
  { days: 30, text: 'filter.month' },
  { days: 365, text: 'filter.year' },
] as const

/** The period as four usual spans, or two dates. */
export function PeriodField({
  value,
  onChange,
}: {
  readonly value: Period
  readonly onChange: (period: Period) => void
}) {
  const t = useText('supervision')
  const { from, to } = daysOf(value, todayHere(Date.now()))
  return (
    <fieldset className="sv-period">
      <legend className="field__label">{t('filter.period')}</legend>
      <div className="sv-presets">
        {PRESETS.map(({ days, text }) => (
          <button
            key={days}
            type="button"
            className="sv-preset"
            aria-pressed={'days' in value && value.days === days}
            onClick={() => onChange({ days })}
          >
            {t(text)}
          </button>
        ))}
      </div>
      <DaySpanField value={{ from, to }} fromLabel={t('filter.from')} toLabel={t('filter.to')} onDays={onChange} />
    </fieldset>
  )
}

interface ChoiceFieldProps<Value extends string> {
  readonly label: string
  readonly anyText: string
  readonly value: Value | null
  readonly choices: readonly { readonly value: Value; readonly label: string }[]
  readonly onChange: (value: Value | null) => void
  readonly isSearchable?: boolean
}

/** One of several values, or any. */
export function ChoiceField<Value extends string>(props: ChoiceFieldProps<Value>) {
  const { label, anyText, value, choices, onChange, isSearchable = false } = props
  return (
    <Select
      size="xs"
      label={label}
      placeholder={anyText}
      value={value}
      data={choices.map((choice) => ({ ...choice }))}
      onChange={(chosen) => onChange(chosen as Value | null)}
      searchable={isSearchable}
      clearable
      comboboxProps={{ withinPortal: true }}
    />
  )
}
