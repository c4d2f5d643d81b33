import { Select, TextInput } from '@mantine/core'
import { useText } from '#renderer/i18n/i18n.ts'
import { type ScriptMeaning, scriptMeaning } from '#shared/features/call-scripts/script.ts'

interface MeaningFieldsProps {
  readonly canWrite: boolean
  readonly means: ScriptMeaning | undefined
  readonly onChange: (means: ScriptMeaning | undefined) => void
}

const OUTCOMES = scriptMeaning.shape.outcome.unwrap().options
const INFORMING = scriptMeaning.shape.informing.unwrap().options
const KINDS = scriptMeaning.shape.kind.unwrap().options

/** What passing here stands for in the forms of the desk, so that the representative confirms it instead of typing it again. */
export function MeaningFields({ canWrite, means = {}, onChange }: MeaningFieldsProps) {
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
        <TextInput
          size="xs"
          label={t('means.theme')}
          maxLength={60}
          value={means.themeCode ?? ''}
          onChange={(event) => change('themeCode', event.currentTarget.value)}
        />
      </div>
    </fieldset>
  )
}
