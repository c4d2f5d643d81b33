import { Autocomplete, NumberInput, Select } from '@mantine/core'
import { useText } from '#renderer/i18n/i18n.ts'
import { type ScriptMeaning, scriptMeaning } from '#shared/features/call-scripts/script.ts'

interface MeaningFieldsProps {
  readonly canWrite: boolean
  readonly means: ScriptMeaning | undefined
  /** Codes of the classifier of appeals. */
  readonly themes: readonly string[]
  readonly onChange: (means: ScriptMeaning | undefined) => void
}

const OUTCOMES = scriptMeaning.shape.outcome.unwrap().options
const INFORMING = scriptMeaning.shape.informing.unwrap().options
const KINDS = scriptMeaning.shape.kind.unwrap().options
const FORMS = scriptMeaning.shape.appealForm.unwrap().options
const RESULTS = scriptMeaning.shape.appealResult.unwrap().options
const STAGES = scriptMeaning.shape.informingStage.unwrap().options
/** Reasons for not coming, and days until the next call, as the model takes them. */
const REASON_MAX = 20
const REPEAT_MAX = 365

/** What passing here stands for in the forms of the desk, so that the representative confirms it instead of typing it again. */
export function MeaningFields({ canWrite, means = {}, themes, onChange }: MeaningFieldsProps) {
  const t = useText('scriptEditor')
  function change<Name extends keyof ScriptMeaning>(name: Name, value: ScriptMeaning[Name] | null): void {
    const { [name]: _before, ...rest } = means
    const next = value === null || value === '' ? rest : { ...rest, [name]: value }
    onChange(Object.keys(next).length === 0 ? undefined : next)
  }
  return (
    <fieldset className="meaning" disabled={!canWrite}>
      <legend className="field__label">{t('means')}</legend>
      <Select
        size="xs"
        clearable
        label={t('means.outcome')}
        value={means.outcome ?? null}
        data={OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))}
        onChange={(value) => change('outcome', value as ScriptMeaning['outcome'] | null)}
      />
      <Select
        size="xs"
        clearable
        label={t('means.informing')}
        value={means.informing ?? null}
        data={INFORMING.map((value) => ({ value, label: t(`informing.${value}`) }))}
        onChange={(value) => change('informing', value as ScriptMeaning['informing'] | null)}
      />
      <div className="step-fields__pair">
        <Select
          size="xs"
          clearable
          label={t('means.kind')}
          value={means.kind ?? null}
          data={KINDS.map((value) => ({ value, label: t(`appeal.${value}`) }))}
          onChange={(value) => change('kind', value as ScriptMeaning['kind'] | null)}
        />
        <Autocomplete
          size="xs"
          label={t('means.theme')}
          autoComplete="off"
          maxLength={60}
          limit={40}
          data={[...themes]}
          value={means.themeCode ?? ''}
          onChange={(value) => change('themeCode', value)}
        />
      </div>
      <div className="step-fields__pair">
        <Select
          size="xs"
          clearable
          label={t('means.form')}
          value={means.appealForm ?? null}
          data={FORMS.map((value) => ({ value, label: t(`appealForm.${value}`) }))}
          onChange={(value) => change('appealForm', value as ScriptMeaning['appealForm'] | null)}
        />
        <Select
          size="xs"
          clearable
          label={t('means.result')}
          value={means.appealResult ?? null}
          data={RESULTS.map((value) => ({ value, label: t(`appealResult.${value}`) }))}
          onChange={(value) => change('appealResult', value as ScriptMeaning['appealResult'] | null)}
        />
      </div>
      <div className="step-fields__pair">
        <Select
          size="xs"
          clearable
          label={t('means.line')}
          value={means.reviewLine === undefined ? null : String(means.reviewLine)}
          data={(['1', '2', '3'] as const).map((value) => ({ value, label: value }))}
          onChange={(value) => change('reviewLine', value === null ? null : (Number(value) as 1 | 2 | 3))}
        />
        <Select
          size="xs"
          clearable
          label={t('means.stage')}
          value={means.informingStage ?? null}
          data={STAGES.map((value) => ({ value, label: `${value} · ${t(`stage.${value}`)}` }))}
          onChange={(value) => change('informingStage', value as ScriptMeaning['informingStage'] | null)}
        />
      </div>
      <div className="step-fields__pair">
        <NumberInput
          size="xs"
          label={t('means.reason')}
          min={1}
          max={REASON_MAX}
          clampBehavior="strict"
          allowDecimal={false}
          value={means.reason ?? ''}
          onChange={(value) => change('reason', typeof value === 'number' ? value : null)}
        />
        <NumberInput
          size="xs"
          label={t('means.repeat')}
          min={1}
          max={REPEAT_MAX}
          clampBehavior="strict"
          allowDecimal={false}
          value={means.repeatInDays ?? ''}
          onChange={(value) => change('repeatInDays', typeof value === 'number' ? value : null)}
        />
      </div>
    </fieldset>
  )
}
