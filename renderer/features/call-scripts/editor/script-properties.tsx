import { Select, TextInput } from '@mantine/core'
import { useText } from '#renderer/i18n/i18n.ts'
import { LimitedInput } from '#renderer/ui/limited-input.tsx'
import { type IdentityLevel, identityLevel } from '#shared/features/call-scripts/identity.ts'
import { scriptPurpose } from '#shared/features/call-scripts/script.ts'
import { type ScriptContent, TITLE_MAX } from '#shared/features/call-scripts/script-draft.ts'
import { HelpFields, QuestionGrounds, withObjectionSaid, withQuestionSaid } from './help-fields.tsx'
import { QuotaFields } from './quota-fields.tsx'
import { SpokenFields } from './spoken-fields.tsx'
import { StepTarget } from './step-target.tsx'

interface ScriptPropertiesProps {
  readonly content: ScriptContent
  readonly canWrite: boolean
  /** Codes of the classifier of appeals. */
  readonly themes: readonly string[]
  readonly onEdit: (content: ScriptContent, tag: string | null) => void
}

/** What belongs to the script as a whole: its name, its first step, the fields it speaks of, quotas, objections and typical questions. */
export function ScriptProperties({ content, canWrite, themes, onEdit }: ScriptPropertiesProps) {
  const t = useText('scriptEditor')
  const change = (part: Partial<ScriptContent>, tag: string | null = null): void => onEdit({ ...content, ...part }, tag)
  return (
    <form className="properties scrolls" autoComplete="off" onSubmit={(event) => event.preventDefault()}>
      <fieldset disabled={!canWrite}>
        <legend className="field__label">{t('properties')}</legend>
        <LimitedInput
          size="xs"
          label={t('properties.title')}
          lang="ru"
          max={TITLE_MAX}
          required
          value={content.title}
          onText={(title) => change({ title }, 'script title')}
        />
        <div className="step-fields__pair">
          <Select
            size="xs"
            label={t('properties.purpose')}
            allowDeselect={false}
            value={content.purpose}
            data={scriptPurpose.options.map((purpose) => ({ value: purpose, label: t(`purpose.${purpose}`) }))}
            onChange={(purpose) => purpose !== null && change({ purpose: scriptPurpose.parse(purpose) })}
          />
          <StepTarget
            label={t('properties.start')}
            content={content}
            own=""
            value={content.start || undefined}
            onChange={(start) => change({ start: start ?? '' })}
          />
        </div>
        <div className="step-fields__pair">
          <TextInput size="xs" label={t('properties.id')} readOnly value={content.id} />
          <Select
            size="xs"
            clearable
            label={t('properties.begins')}
            placeholder={t('level.anyone')}
            value={content.begins ?? null}
            data={identityLevel.options.map((level) => ({ value: level, label: t(`level.${level}`) }))}
            onChange={(level) => onEdit(withBegins(content, level as IdentityLevel | null), null)}
          />
        </div>
      </fieldset>
      <SpokenFields {...{ content, canWrite }} onChange={(fields, tag) => change({ fields }, tag)} />
      <QuotaFields {...{ content, canWrite }} onChange={(quotas, tag) => onEdit(withQuotas(content, quotas), tag)} />
      <HelpFields
        title={t('objections')}
        canWrite={canWrite}
        items={content.objections}
        saidOf={({ said }) => said}
        withSaid={withObjectionSaid}
        newItem={(id) => ({ id, said: '', answer: '' })}
        onChange={(objections, tag) => change({ objections: [...objections] }, tag)}
      />
      <HelpFields
        title={t('questions')}
        canWrite={canWrite}
        items={content.questions}
        saidOf={({ question }) => question}
        withSaid={withQuestionSaid}
        newItem={(id) => ({ id, question: '', answer: '' })}
        onChange={(questions, tag) => change({ questions: [...questions] }, tag)}
        more={(item, onChange) => <QuestionGrounds {...{ item, themes, onChange }} />}
      />
    </form>
  )
}

/** Without quotas the script has no list of them, as it is published. */
function withQuotas({ quotas: _, ...rest }: ScriptContent, quotas: ScriptContent['quotas']): ScriptContent {
  return quotas === undefined ? rest : { ...rest, quotas }
}

function withBegins({ begins: _, ...rest }: ScriptContent, begins: IdentityLevel | null): ScriptContent {
  return begins === null ? rest : { ...rest, begins }
}
