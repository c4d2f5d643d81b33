import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { useKeptForm } from '#renderer/sync/use-kept-form.ts'
import { LimitedInput } from '#renderer/ui/limited-input.tsx'
import { type ScriptPurpose, scriptPurpose } from '#shared/features/call-scripts/script.ts'
import {
  type NewDraft,
  type ScriptContent,
  scriptContent,
  TITLE_MAX,
} from '#shared/features/call-scripts/script-draft.ts'
import { type Refusal, refusalsOf, refuse } from '#shared/kernel/errors.ts'

interface NewScriptProps {
  /** Resolves with why it was not begun. */
  readonly onBegin: (draft: NewDraft) => Promise<readonly Refusal[] | 'unreachable' | null>
  readonly onCancel: () => void
}

const ID_MAX = 60
/** Fields that nearly every script speaks of. */
const USUAL_FIELDS: ScriptContent['fields'] = { 'me.name': { missing: '' }, 'org.name': { missing: '' } }

/** A script is begun with its name, its code and what it is for; everything else is written in the editor. */
export function NewScript({ onBegin, onCancel }: NewScriptProps) {
  const t = useText('scriptEditor')
  const form = useKeptForm('scripts/new', () => ({
    title: '',
    id: '',
    purpose: 'inboundConsultation' as ScriptPurpose,
  }))
  const [problems, setProblems] = useState<readonly Refusal[]>([])
  const { value } = form
  if (value === null) return null
  const problemOf = (field: string): string | null => {
    const problem = problems.find((item) => item.field === field)
    return problem === undefined ? null : refusalText(problem)
  }
  async function begin(typed: NonNullable<typeof value>): Promise<void> {
    const content = { ...typed, start: '', nodes: [], fields: USUAL_FIELDS, objections: [], questions: [] }
    const parsed = scriptContent.safeParse(content)
    if (!parsed.success) return setProblems(refusalsOf(parsed.error))
    const refused = await onBegin({ content: parsed.data, basedOn: null })
    if (refused === null) return form.drop()
    // The server names fields from the body down: `content.title`.
    if (refused !== 'unreachable')
      setProblems(refused.map(({ code, field, args }) => refuse(code, field?.replace(/^content\./, ''), args)))
  }
  return (
    <form
      className="new-script"
      autoComplete="off"
      noValidate
      aria-label={t('list.new')}
      onSubmit={(event) => {
        event.preventDefault()
        void begin(value)
      }}
    >
      <LimitedInput
        size="xs"
        data-autofocus
        autoFocus
        label={t('properties.title')}
        lang="ru"
        max={TITLE_MAX}
        required
        value={value.title}
        error={problemOf('title')}
        onText={(title) => form.change({ title })}
      />
      <LimitedInput
        size="xs"
        label={t('properties.id')}
        description={t('properties.id.hint')}
        max={ID_MAX}
        required
        value={value.id}
        error={problemOf('id')}
        onText={(id) => form.change({ id })}
      />
      <Select
        size="xs"
        label={t('properties.purpose')}
        allowDeselect={false}
        value={value.purpose}
        data={scriptPurpose.options.map((purpose) => ({ value: purpose, label: t(`purpose.${purpose}`) }))}
        onChange={(purpose) => purpose !== null && form.change({ purpose: scriptPurpose.parse(purpose) })}
      />
      <span className="script-card__actions">
        <Button type="submit" size="xs">
          {t('list.begin')}
        </Button>
        <Button size="xs" variant="default" onClick={() => void form.drop().then(onCancel)}>
          {t('list.cancel')}
        </Button>
      </span>
    </form>
  )
}
