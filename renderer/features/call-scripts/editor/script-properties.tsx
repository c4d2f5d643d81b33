import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { LimitedInput, LimitedTextarea } from '#renderer/ui/limited-input.tsx'
import { scriptPurpose } from '#shared/features/call-scripts/script.ts'
import { type ScriptContent, TITLE_MAX } from '#shared/features/call-scripts/script-draft.ts'
import { RAW_FIELDS } from '#shared/features/call-scripts/speak.ts'
import { StepTarget } from './step-target.tsx'

const ANSWER_MAX = 1_000
const SAID_MAX = 200
const WORDS_MAX = 80

interface ScriptPropertiesProps {
  readonly content: ScriptContent
  readonly canWrite: boolean
  readonly onEdit: (content: ScriptContent, tag: string | null) => void
}

/** What belongs to the script as a whole: its name, its first step, the fields it speaks of, objections and typical questions. */
export function ScriptProperties({ content, canWrite, onEdit }: ScriptPropertiesProps) {
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
        <TextInput size="xs" label={t('properties.id')} readOnly value={content.id} />
      </fieldset>
      <FieldList {...{ content, canWrite, change }} />
      <HelpList
        title={t('objections')}
        canWrite={canWrite}
        items={content.objections.map(({ id, said, answer }) => ({ id, said, answer }))}
        onChange={(index, part, tag) => change({ objections: changeAt(content.objections, index, part) }, tag)}
        onAdd={() =>
          change({ objections: [...content.objections, { id: freeId(content.objections), said: '', answer: '' }] })
        }
        onDelete={(index) => change({ objections: content.objections.filter((_, at) => at !== index) })}
      />
      <HelpList
        title={t('questions')}
        canWrite={canWrite}
        items={content.questions.map(({ id, question, answer }) => ({ id, said: question, answer }))}
        onChange={(index, { said, ...part }, tag) =>
          change(
            { questions: changeAt(content.questions, index, said === undefined ? part : { ...part, question: said }) },
            tag,
          )
        }
        onAdd={() =>
          change({ questions: [...content.questions, { id: freeId(content.questions), question: '', answer: '' }] })
        }
        onDelete={(index) => change({ questions: content.questions.filter((_, at) => at !== index) })}
      />
    </form>
  )
}

function changeAt<T>(items: readonly T[], index: number, part: Partial<NoInfer<T>>): T[] {
  return items.map((item, at) => (at === index ? { ...item, ...part } : item))
}

function freeId(items: readonly { readonly id: string }[]): string {
  const taken = new Set(items.map(({ id }) => id))
  for (let count = items.length + 1; ; count += 1) if (!taken.has(`help-${count}`)) return `help-${count}`
}

interface FieldListProps extends Pick<ScriptPropertiesProps, 'content' | 'canWrite'> {
  readonly change: (part: Partial<ScriptContent>, tag?: string | null) => void
}

/** The fields in braces that lines speak of: which value of the desk, and what is said while it is not known. */
function FieldList({ content, canWrite, change }: FieldListProps) {
  const t = useText('scriptEditor')
  const fields = Object.entries(content.fields)
  const free = Object.keys(RAW_FIELDS).find((name) => content.fields[name] === undefined)
  return (
    <fieldset className="help-list" disabled={!canWrite}>
      <legend className="field__label">{t('spoken')}</legend>
      {fields.map(([name, field]) => (
        <fieldset key={name} className="help-list__item" aria-label={name}>
          <code className="spoken-name">{`{${name}}`}</code>
          <Select
            size="xs"
            aria-label={t('spoken.source')}
            allowDeselect={false}
            value={field.from ?? name}
            data={[...new Set([field.from ?? name, ...Object.keys(RAW_FIELDS)])]}
            onChange={(from) => from !== null && change({ fields: { ...content.fields, [name]: { ...field, from } } })}
          />
          <LimitedInput
            size="xs"
            aria-label={t('spoken.missing')}
            placeholder={t('spoken.missing')}
            lang="ru"
            max={WORDS_MAX}
            value={field.missing}
            onText={(missing) =>
              change({ fields: { ...content.fields, [name]: { ...field, missing } } }, `field ${name}`)
            }
          />
          <Delete
            label={t('spoken.delete', { name })}
            onDelete={() => {
              const { [name]: _gone, ...rest } = content.fields
              change({ fields: rest })
            }}
          />
        </fieldset>
      ))}
      {free === undefined ? null : (
        <Select
          size="xs"
          searchable
          aria-label={t('spoken.add')}
          placeholder={t('spoken.add')}
          value={null}
          data={Object.keys(RAW_FIELDS).filter((name) => content.fields[name] === undefined)}
          onChange={(name) => name !== null && change({ fields: { ...content.fields, [name]: { missing: '' } } })}
        />
      )}
    </fieldset>
  )
}

interface HelpItem {
  readonly id: string
  readonly said: string
  readonly answer: string
}

interface HelpListProps {
  readonly title: string
  readonly canWrite: boolean
  readonly items: readonly HelpItem[]
  readonly onChange: (index: number, part: Partial<Omit<HelpItem, 'id'>>, tag: string) => void
  readonly onAdd: () => void
  readonly onDelete: (index: number) => void
}

/** Objections, or typical questions, with the answers to them. */
function HelpList({ title, canWrite, items, onChange, onAdd, onDelete }: HelpListProps): ReactNode {
  const t = useText('scriptEditor')
  return (
    <fieldset className="help-list" disabled={!canWrite}>
      <legend className="field__label">{title}</legend>
      {items.map(({ id, said, answer }, index) => (
        <fieldset key={id} className="help-list__item help-list__item--wide" aria-label={said || id}>
          <LimitedInput
            size="xs"
            label={t('help.said')}
            lang="ru"
            max={SAID_MAX}
            value={said}
            onText={(text) => onChange(index, { said: text }, `${id} said`)}
          />
          <LimitedTextarea
            size="xs"
            label={t('help.answer')}
            lang="ru"
            autosize
            minRows={2}
            max={ANSWER_MAX}
            value={answer}
            onText={(text) => onChange(index, { answer: text }, `${id} answer`)}
          />
          <Delete label={t('help.delete', { said: said || id })} onDelete={() => onDelete(index)} />
        </fieldset>
      ))}
      <span>
        <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={14} aria-hidden />} onClick={onAdd}>
          {t('help.add')}
        </Button>
      </span>
    </fieldset>
  )
}

function Delete({ label, onDelete }: { readonly label: string; readonly onDelete: () => void }) {
  return (
    <ActionIcon size={24} variant="subtle" color="gray" aria-label={label} onClick={onDelete}>
      <IconTrash size={15} aria-hidden />
    </ActionIcon>
  )
}
